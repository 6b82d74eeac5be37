import { z } from 'zod';
import { parseDnsSubdomain } from '../network/host-name';
import { list } from '../network/nearest';
import { parsePort } from '../network/port';
import { looksSecret } from '../network/secret-look';
import { ValueError } from '../network/value-error';
import { commandWords } from './command-words';
import type { Companion, Probe } from './companion';
import { parseContainerName } from './container-name';
import { dispatch } from './dispatch';
import { environmentSchema, secretEnvironmentSchema } from './environment-schema';
import { COMPANION_KEYS } from './foreign-keys';
import { isSixOverlay, parseCompanionImage } from './image-reference';
import { booleanLeaf, choiceLeaf, integerLeaf, leaf, report, strictObject } from './leaf';
import { parseMountPath, parseScratchPath } from './mount-path';
import { resourcesSchema } from './resources-schema';
import { sketchOf } from './sketch';
import { mountedVolume, sortedByName } from './storage-schema';
import { parseTimezone } from './timezone';

/** The highest user and group id that container runtimes take. */
const HIGHEST_ID = 2 ** 31 - 1;

const LONGEST_WORD = 32_768;

const words = commandWords(
  LONGEST_WORD,
  'put it into a Secret, its name and key into secretEnvironment, and write "$(NAME)" here',
).default([]);

const httpPath = leaf<string>('a path', parseHttpPath);

const probeWords = commandWords(LONGEST_WORD, 'put it into a Secret, its name and key into secretEnvironment').min(1);

const probes = {
  httpPath: strictObject({ httpPath }).transform(({ httpPath }): Probe => ({ kind: 'http', path: httpPath })),
  tcp: strictObject({ tcp: choiceOfTrue() }).transform((): Probe => ({ kind: 'tcp' })),
  command: strictObject({ command: probeWords }).transform(({ command }): Probe => ({ kind: 'command', command })),
};
const PROBES = Object.keys(probes) as (keyof typeof probes)[];

type ProbeInput = { readonly httpPath: string } | { readonly tcp: true } | { readonly command: readonly string[] };

const probe = dispatch<ProbeInput, Probe>(
  (value, context) => {
    const [only, ...others] = PROBES.filter((kind) => value[kind] !== undefined);
    if (only !== undefined && others.length === 0) return probes[only];
    const error = new ValueError(
      value,
      `says in ${only === undefined ? 'no' : 'more than one'} way how to ask: allowed is one of ${list(PROBES)}`,
    );
    report(context, { kind: 'wrong', error });
    return undefined;
  },
  `one of ${list(PROBES)}`,
  (value) => sketchOf({ httpPath }, value),
);

/** Any further container behind the same locks: it starts after the tunnel, without a capability, without a VPN key. */
export const companionSchema = strictObject(
  {
    /** What its container is called, and its port on the Pod's Service. */
    name: leaf<string>('a name', parseContainerName),
    /** Its image, with the tag of a release (three numbers) or a digest. Never a torrent client: that is `client`. */
    image: leaf<string>('the reference of an image', parseCompanionImage),
    /** The user that it is from its start. Never root: nothing beside gluetun needs it. */
    runAs: strictObject(
      {
        /** The user's id, as PUID has it in a compose file. */
        user: integerLeaf('the id of a user', 1, HIGHEST_ID),
        /** The group's id, as PGID has it in a compose file. */
        group: integerLeaf('the id of a group', 0, HIGHEST_ID),
      },
      { root: 'a companion never runs as root: its folders must belong to the user or group' },
    ),
    /**
     * How people and other Pods reach it.
     * @default - nobody does
     */
    webUi: strictObject({
      /** The port that it listens on, and its port on the Pod's Service. No other port of it can be reached. */
      port: leaf<number>('a port', parsePort),
      /** The Service in front of it. */
      service: strictObject({
        /**
         * Who can reach it: the cluster, or also what reaches a node, by a Service called <pod>-<companion>.
         * @default 'ClusterIP'
         */
        type: choiceLeaf(['ClusterIP', 'NodePort', 'LoadBalancer']).default('ClusterIP'),
      }).prefault({}),
    }).optional(),
    /**
     * Where Prometheus asks it: an exporter's port, or its own. The path is /metrics.
     * @default - it is not asked
     */
    metrics: strictObject({
      /** May be that of its WebUI. */
      port: leaf<number>('a port', parsePort),
    }).optional(),
    /**
     * A time zone of the IANA database.
     * @default - that of the client
     */
    timezone: leaf<string>('a time zone', parseTimezone).optional(),
    /** Variables with plain values. `$(NAME)` stands for a variable of `secretEnvironment`, as in Kubernetes. */
    environment: environmentSchema('put it into a Secret, and its name and key into secretEnvironment').default({}),
    /** Variables with secret values, each from a key of a Secret that is in the namespace: `{ secret, key }`. */
    secretEnvironment: secretEnvironmentSchema,
    /** @default - the image's own entrypoint */
    command: words,
    /** @default - the image's own */
    arguments: words,
    /**
     * How the kubelet asks whether it is ready: a path or nothing but a connection at the WebUI's port, or a command.
     * @default - a connection to the WebUI's port, if it has one
     */
    probe: probe.optional(),
    /**
     * Volumes of its own: its settings, its database.
     * @default - none
     */
    storage: z.array(mountedVolume).default([]).transform(sortedByName),
    /**
     * Volumes of the client that it has too.
     * @default - none
     */
    shared: z
      .array(
        strictObject({
          /** `downloads`, or a name of `storage.volumes`. */
          volume: leaf<string>('the name of a volume', parseSharedVolume),
          /** The folder of this container. */
          mountPath: leaf<string>('a folder of the container', parseMountPath),
          /** @default false */
          readOnly: booleanLeaf().default(false),
        }),
      )
      .default([]),
    /**
     * Folders that are empty at each start and belong to the user.
     * @default - ["/run"] for linuxserver's images, whose s6-overlay demands it, else none
     */
    scratch: z.array(leaf<string>('a folder of the container', parseScratchPath)).optional(),
    /**
     * Whether nothing but its volumes and scratch folders can be written. No lock depends on it, and many images fail
     * under it.
     * @default false
     */
    readOnlyRoot: booleanLeaf().default(false),
    /**
     * What it may use.
     * @default - 50m of CPU and 128Mi of memory requested, 1Gi of memory at most
     */
    resources: resourcesSchema({ cpu: '50m', memory: '128Mi', memoryLimit: '1Gi' }),
  },
  {
    ...COMPANION_KEYS,
    capabilities: 'a companion never has a capability: with NET_ADMIN or NET_RAW it could go past the tunnel',
    privileged: 'a companion never has a capability: with all of them it could go past the tunnel',
    ports: 'the one port that others reach is "webUi.port"; it reaches others, and they its open connections, anyway',
    volumes: 'its own volumes are "storage", those of the client "shared"',
  },
).transform(
  ({ command, metrics, scratch, storage, timezone, webUi, probe: asked, ...companion }): Companion => ({
    ...companion,
    command,
    storage,
    timezone,
    webUi,
    metrics,
    probe: asked ?? (webUi === undefined ? undefined : { kind: 'tcp' }),
    scratch: (scratch ?? (isSixOverlay(companion.image) ? ['/run'] : [])).toSorted(),
  }),
);

function choiceOfTrue(): z.ZodType<true, true> {
  return leaf<true>('true', (value) => {
    if (value === true) return true;
    throw new ValueError(value, 'is not allowed here: allowed is true');
  });
}

function parseHttpPath(value: unknown): string {
  if (typeof value === 'string' && looksSecret(value)) {
    throw new ValueError(value, 'has a password or token in it: secrets never stand in a declaration');
  }
  if (typeof value === 'string' && /^\/[\x21-\x7e]{0,1023}$/.test(value)) return value;
  throw new ValueError(value, 'is not the path of a URL: allowed are such as "/ping"');
}

/** What the client's own settings are is nobody else's to write. */
function parseSharedVolume(value: unknown): string {
  if (value !== 'config') return parseDnsSubdomain(value);
  throw new ValueError(
    value,
    "holds the client's settings, its binding to the tunnel among them: share another volume",
  );
}
