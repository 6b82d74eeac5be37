import { parsePort } from '../../network/port';
import { ValueError } from '../../network/value-error';
import { environmentSchema } from '../environment-schema';
import { type ImageProgram, parseImageOf } from '../image-reference';
import { booleanLeaf, choiceLeaf, integerLeaf, leaf, report, strictObject } from '../leaf';
import { resourcesSchema } from '../resources-schema';
import { secretSourceSchema } from '../secret-source-schema';
import { parseTimezone } from '../timezone';
import type { RunAs, WebUi } from './client';

/** The highest user and group id that container runtimes take. */
const HIGHEST_ID = 2 ** 31 - 1;

/** The user that a client is, and that owns its files. */
export const runAsSchema = strictObject(
  {
    /** The user's id, as PUID has it in a compose file. Never 0: nothing in the client needs root. */
    user: integerLeaf('the id of a user', 1, HIGHEST_ID),
    /** The group's id, as PGID has it in a compose file. */
    group: integerLeaf('the id of a group', 0, HIGHEST_ID),
    /**
     * Whether the container starts as root, gives /config and /downloads to the user and group, and then drops to
     * them. It needs five capabilities for that; without it the client has none, and the folders must already belong
     * to the user or group.
     * @default false
     */
    root: booleanLeaf().default(false),
  },
  {
    puid: 'the user is "user"',
    pgid: 'the group is "group"',
    PUID: 'the user is "user"',
    PGID: 'the group is "group"',
  },
).transform(({ group, root, user }): RunAs => ({ mode: root ? 'root' : 'user', user, group }));

/** The same for an image that can run in one of the two modes only. */
export function runAsOnly(mode: RunAs['mode'], why: string) {
  return runAsSchema.superRefine((runAs, context) => {
    if (runAs.mode === mode) return;
    const problem = `is not possible here: ${why}; ${mode === 'root' ? 'set root: true' : 'leave it out'}`;
    report(context, { kind: 'wrong', error: new ValueError(mode !== 'root', problem) }, ['root']);
  });
}

/** Who can reach a port of the client beside its own Pod. */
export const webShape = {
  /** The port of the container and of the Service. */
  port: leaf<number>('a port', parsePort),
  /** The Service in front of it. The torrent port has one of its own, which is always ClusterIP. */
  service: strictObject({
    /**
     * Who can reach it: the cluster, or also what reaches a node.
     * @default 'ClusterIP'
     */
    type: choiceLeaf(['ClusterIP', 'NodePort', 'LoadBalancer']).default('ClusterIP'),
  }).prefault({}),
};

/** How people reach a client, and with which password. */
export const webUiSchema = strictObject(
  {
    ...webShape,
    /** The Secret with the hash of the WebUI's password: `npx podlock webui-password` makes it. */
    passwordSecret: secretSourceSchema,
    /**
     * The Secret whose key `password` is the WebUI's password itself. Only the container port-sync mounts
     * it, which tells the client a port that changes (`torrentPort: 'dynamic'`) and makes it listen again after
     * gluetun restarted the tunnel, without a restart of the client.
     * @default - no port-sync: the client is restarted when the tunnel was made anew
     */
    loginSecret: secretSourceSchema.optional(),
  },
  { password: 'a password never stands in a declaration: put it into the Secret that "passwordSecret" names' },
).transform(({ loginSecret, ...rest }): WebUi => ({ ...rest, loginSecret }));

/**
 * What every client is declared with.
 * @param program what the image must not be an image of something else than
 * @param reserved variables of the container that Podlock sets itself
 */
export function commonShape(program: ImageProgram, reserved: RegExp) {
  return {
    /** The client's image, with the tag of a release (three numbers) or a digest. */
    image: leaf<string>('the reference of an image', (value) => parseImageOf(program, value)),
    /**
     * A time zone of the IANA database.
     * @default 'Etc/UTC'
     */
    timezone: leaf<string>('a time zone', parseTimezone).default('Etc/UTC'),
    /**
     * Further variables of the container, such as UMASK.
     * @default - none
     */
    environment: environmentSchema('secrets never stand in a declaration', reserved).default({}),
    /**
     * How long the client has to save its state when it is stopped, in seconds.
     * @default 120
     */
    terminationGracePeriodSeconds: integerLeaf('a number of seconds', 10, 3600).default(120),
    /**
     * What the client may use.
     * @default - 100m of CPU and 256Mi of memory requested, 1Gi of memory at most
     */
    resources: resourcesSchema({ cpu: '100m', memory: '256Mi', memoryLimit: '1Gi' }),
  };
}
