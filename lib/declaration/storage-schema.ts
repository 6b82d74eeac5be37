import { z } from 'zod';
import { isDnsSubdomain, parseDnsSubdomain } from '../network/host-name';
import { parseIpAddress } from '../network/ip-range';
import { list } from '../network/nearest';
import { ValueError } from '../network/value-error';
import { parseVolumeName } from './container-name';
import { dispatch, type PlainObject } from './dispatch';
import { parseAbsolutePath, parseHostPath } from './folder-path';
import { booleanLeaf, choiceLeaf, type IssueSink, leaf, report, strictObject } from './leaf';
import { parseMountPath } from './mount-path';
import { parseByteQuantity } from './quantity';
import { sketchOf } from './sketch';
import type { MountedVolume, VolumeSource } from './volume';

/** Where a volume's data is: exactly one of these. */
type VolumeSourceInput = OneOf<{
  /** A PersistentVolumeClaim that Podlock writes. */
  readonly claim: {
    /** A Kubernetes quantity of bytes, such as `500Gi`. */
    readonly size: string;
    /** @default - the cluster's own default class */
    readonly storageClass?: string | undefined;
    /**
     * What Argo CD and Flux do with the claim, and so with its files, once the declaration has it no longer. A Pod with
     * another name has other claims.
     * @default 'keep'
     */
    readonly whenRemoved?: 'keep' | 'delete' | undefined;
  };
  /** The name of a PersistentVolumeClaim that is already in the Pod's namespace. */
  readonly existingClaim: string;
  /** A folder of the node, which must exist there; nothing that belongs to the system. */
  readonly hostPath: string;
  /** An export of an NFS server. The node mounts it, outside the tunnel. */
  readonly nfs: {
    /** A host name or IP address, as the node resolves it. */
    readonly server: string;
    /** The path of the export. */
    readonly path: string;
  };
}>;

type OneOf<Kinds> = {
  [Kind in keyof Kinds]: Pick<Kinds, Kind> & { readonly [Other in Exclude<keyof Kinds, Kind>]?: undefined };
}[keyof Kinds];

const size = leaf<string>('a quantity of storage', parseByteQuantity);

const claim = strictObject({
  size,
  storageClass: leaf<string>('the name of a storage class', parseDnsSubdomain).optional(),
  whenRemoved: choiceLeaf(['keep', 'delete']).default('keep'),
}).transform(
  ({ size: bytes, storageClass, whenRemoved }): VolumeSource => ({
    kind: 'claim',
    size: bytes,
    storageClass,
    whenRemoved,
  }),
);

const existingClaim = leaf<string, VolumeSource>('the name of a claim', (value) => ({
  kind: 'existingClaim',
  name: parseDnsSubdomain(value),
}));

const hostPath = leaf<string, VolumeSource>('a folder of the node', (value) => ({
  kind: 'hostPath',
  path: parseHostPath(value),
}));

const nfs = strictObject({
  server: leaf<string>('a host name or IP address', parseServer),
  path: leaf<string>('an absolute path', parseAbsolutePath),
}).transform(({ path, server }): VolumeSource => ({ kind: 'nfs', server, path }));

const SOURCES = { claim, existingClaim, hostPath, nfs } as const;
const KINDS = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

/** What says where a volume of one container goes. */
const mount = {
  /** What the volume is called: a DNS label. A claim that Podlock writes is named after it. */
  name: leaf<string>('a name', parseVolumeName),
  /** The folder of the container. */
  mountPath: leaf<string>('a folder of the container', parseMountPath),
  /** @default false */
  readOnly: booleanLeaf().default(false),
};

const volumeSource = sourceWith({}, ({ source }) => source);

/** A volume of a container, beside those that every client has. */
export const mountedVolume = sourceWith<MountInput, MountedVolume>(mount, (volume) => volume as MountedVolume);

interface MountInput {
  /** What the volume is called: a DNS label. */
  readonly name: string;
  /** The folder of the container. */
  readonly mountPath: string;
  /** @default false */
  readonly readOnly?: boolean | undefined;
}

/** A volume's source, flat beside other keys. */
function sourceWith<Input, Output>(
  shape: z.core.$ZodShape,
  make: (volume: { readonly source: VolumeSource }) => Output,
): z.ZodType<Output, VolumeSourceInput & Input> {
  const schemaOf = (kind: keyof typeof SOURCES): z.ZodType<Output> =>
    strictObject({ ...shape, [kind]: SOURCES[kind] }).transform(({ [kind]: source, ...rest }) =>
      make({ ...rest, source: source as VolumeSource }),
    ) as unknown as z.ZodType<Output>;
  return dispatch<VolumeSourceInput & Input, Output>(
    (value, context) => {
      const present = KINDS.filter((kind) => value[kind] !== undefined);
      const [only, ...others] = present;
      if (only !== undefined && others.length === 0) return schemaOf(only);
      if (only === undefined) reportNoKind(value, Object.keys(shape), context);
      else reportSeveralKinds(value, present, context);
      return undefined;
    },
    `one of ${list(KINDS)}`,
    (value) =>
      typeof value === 'string' && value.startsWith('/')
        ? sketchOf({ hostPath }, value)
        : `{ claim: ${sketchOf({ size }, value)} }`,
  );
}

function reportNoKind(value: PlainObject, others: readonly string[], context: IssueSink): void {
  const keys = Object.keys(value).filter((key) => !others.includes(key));
  if (keys.length === 0) report(context, { kind: 'missing', expected: `one of ${list(KINDS)}` });
  for (const key of keys) report(context, { kind: 'unknown-key', known: KINDS, hints: {} }, [key]);
}

function reportSeveralKinds(value: PlainObject, present: readonly string[], sink: IssueSink): void {
  const problem = `says more than once where the volume is: it has ${list(present)}, allowed is one`;
  report(sink, { kind: 'wrong', error: new ValueError(value, problem) });
}

/** Where the Pod's data is. */
export const storageSchema = strictObject({
  /** /config: the client's settings and state. Of this Pod alone. Only `other` programs may do without. */
  config: volumeSource.optional(),
  /** /downloads: what the client loads. Only `other` programs may do without. */
  downloads: volumeSource.optional(),
  /**
   * Further volumes of the client: libraries, folders to watch. A hard link never leads from one volume to another.
   * @default - none
   */
  volumes: z.array(mountedVolume).default([]).transform(sortedByName),
}).transform(({ config, downloads, volumes }) => ({ config, downloads, volumes })) satisfies z.ZodType;

function parseServer(value: unknown): string {
  if (typeof value === 'string' && isDnsSubdomain(value) && !/^[\d.]+$/.test(value)) return value;
  try {
    return parseIpAddress(value).text;
  } catch {
    throw new ValueError(value, 'is not a server: allowed are host names and IP addresses');
  }
}

/** Things whose order means nothing, in one order. */
export function sortedByName<Named extends { readonly name: string }>(items: readonly Named[]): readonly Named[] {
  return items.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
