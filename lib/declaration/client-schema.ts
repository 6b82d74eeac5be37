import type { z } from 'zod';
import { parseDnsSubdomain } from '../network/host-name';
import { parsePort } from '../network/port';
import type { RunAs } from './declaration';
import { parseImageOf } from './image-reference';
import { booleanLeaf, choiceLeaf, integerLeaf, leaf, strictObject } from './leaf';
import { resourcesSchema } from './resources-schema';
import { parseTimezone } from './timezone';

/** The highest user and group id that container runtimes take. */
const HIGHEST_ID = 2 ** 31 - 1;

const runAsSchema = strictObject(
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

/** The BitTorrent client. */
export const clientSchema = strictObject({
  /** Which client the image holds. */
  application: choiceLeaf(['qbittorrent']),
  /** The client's image, with the tag of a release (three numbers) or a digest. */
  image: leaf<string>('the reference of an image', (value) => parseImageOf('qbittorrent', value)),
  /** The user that the client is, and that owns its files. */
  runAs: runAsSchema,
  /**
   * A time zone of the IANA database.
   * @default 'Etc/UTC'
   */
  timezone: leaf<string>('a time zone', parseTimezone).default('Etc/UTC'),
  /** How people reach the client. */
  webUi: strictObject(
    {
      /** The port of the container and of the Service. */
      port: leaf<number>('a port', parsePort),
      /** The name of the Secret whose key `password-pbkdf2` is the hash of the WebUI's password: `npx podlock webui-password` makes it. */
      passwordSecret: leaf<string>('the name of a Secret', parseDnsSubdomain),
      /** The Service in front of the WebUI. The torrent port has one of its own, which is always ClusterIP. */
      service: strictObject({
        /**
         * Who can reach it: the cluster, or also what reaches a node.
         * @default 'ClusterIP'
         */
        type: choiceLeaf(['ClusterIP', 'NodePort', 'LoadBalancer']).default('ClusterIP'),
      }).prefault({}),
    },
    { password: 'a password never stands in a declaration: put it into the Secret that "passwordSecret" names' },
  ),
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
}) satisfies z.ZodType;
