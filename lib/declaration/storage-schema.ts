import type { z } from 'zod';
import { isDnsSubdomain, parseDnsSubdomain } from '../network/host-name';
import { parseIpAddress } from '../network/ip-range';
import { ValueError } from '../network/value-error';
import type { VolumeSource } from './declaration';
import { dispatch, type PlainObject } from './dispatch';
import { parseAbsolutePath, parseHostPath } from './folder-path';
import { type IssueSink, leaf, report, strictObject } from './leaf';
import { list } from './nearest';
import { parseByteQuantity } from './quantity';

/** Where a volume's data is: exactly one of these. */
type VolumeSourceInput = OneOf<{
  /** A PersistentVolumeClaim that Podlock writes. */
  readonly claim: {
    /** A Kubernetes quantity of bytes, such as `500Gi`. */
    readonly size: string;
    /** @default - the cluster's own default class */
    readonly storageClass?: string | undefined;
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

const claim = strictObject({
  claim: strictObject({
    size: leaf<string>('a quantity of storage', parseByteQuantity),
    storageClass: leaf<string>('the name of a storage class', parseDnsSubdomain).optional(),
  }),
}).transform(({ claim: { size, storageClass } }): VolumeSource => ({ kind: 'claim', size, storageClass }));

const existingClaim = strictObject({
  existingClaim: leaf<string>('the name of a claim', parseDnsSubdomain),
}).transform(({ existingClaim: name }): VolumeSource => ({ kind: 'existingClaim', name }));

const hostPath = strictObject({
  hostPath: leaf<string>('a folder of the node', parseHostPath),
}).transform(({ hostPath: path }): VolumeSource => ({ kind: 'hostPath', path }));

const nfs = strictObject({
  nfs: strictObject({
    server: leaf<string>('a host name or IP address', parseServer),
    path: leaf<string>('an absolute path', parseAbsolutePath),
  }),
}).transform(({ nfs: { path, server } }): VolumeSource => ({ kind: 'nfs', server, path }));

const SOURCES = { claim, existingClaim, hostPath, nfs } as const;
const KINDS = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

const volumeSource = dispatch<VolumeSourceInput, VolumeSource>(
  (value, context) => {
    const present = KINDS.filter((kind) => value[kind] !== undefined);
    const [only, ...others] = present;
    if (only !== undefined && others.length === 0) return SOURCES[only];
    if (only === undefined) reportNoKind(value, context);
    else reportSeveralKinds(value, present, context);
    return undefined;
  },
  `one of ${list(KINDS)}`,
);

function reportNoKind(value: PlainObject, context: IssueSink): void {
  const keys = Object.keys(value);
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
}).transform(({ config, downloads }) => ({ config, downloads })) satisfies z.ZodType;

function parseServer(value: unknown): string {
  if (typeof value === 'string' && isDnsSubdomain(value) && !/^[\d.]+$/.test(value)) return value;
  try {
    return parseIpAddress(value).text;
  } catch {
    throw new ValueError(value, 'is not a server: allowed are host names and IP addresses');
  }
}
