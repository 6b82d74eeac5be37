import { LONGEST_LABEL, parseServiceName } from '../../network/host-name';
import { ValueError } from '../../network/value-error';
import { commandWords } from '../command-words';
import { isTakenByPodlock } from '../container-name';
import { CLIENT_KEYS } from '../foreign-keys';
import { booleanLeaf, choiceLeaf, leaf, report, strictObject } from '../leaf';
import { parseReason } from '../reason';
import type { CommonClient, Web } from './client';
import { commonShape, runAsSchema, webShape } from './common';

/** Any other program in the client's place. */
export interface OtherClient extends CommonClient {
  readonly application: 'other';
  /** What its container is called. */
  readonly name: string;
  readonly webUi: Web | undefined;
  /** Empty: the image's own. */
  readonly command: readonly string[];
  readonly arguments: readonly string[];
  readonly writableRoot: boolean;
  /** Why it is not started again when the tunnel was made anew. `undefined`: it is. */
  readonly keepWhenTunnelIsNew: string | undefined;
}

const words = commandWords(8192, 'secrets never stand in a declaration');

const shape = {
  application: choiceLeaf(['other']),
  /** What the program is called: its container and its label. */
  name: leaf<string>('a name', parseContainerName),
  ...commonShape('another program', /^TZ$/),
  /** The user that the program is, and that owns its files. */
  runAs: runAsSchema,
  /**
   * The port at which people reach it.
   * @default - none
   */
  webUi: strictObject(webShape).optional(),
  /**
   * What runs in the container.
   * @default - what the image says
   */
  command: words.default([]),
  /**
   * What it is given.
   * @default - what the image says
   */
  arguments: words.default([]),
  /**
   * Whether the program may write to its own image's files. /run and /tmp it can always write to.
   * @default false
   */
  writableRoot: booleanLeaf().default(false),
  /**
   * Leaves the program running when gluetun made the tunnel anew: for images without /bin/sh, which the probe needs.
   * Sockets that it bound to the old tunnel's address or interface then stay deaf.
   * @default - it is started again
   */
  keepWhenTunnelIsNew: strictObject({ because: leaf<string>('a reason', parseReason) }).optional(),
};

/**
 * Any other program in the client's place: Prowlarr alone, slskd, a SOCKS server. Podlock knows no setting that would
 * bind it to the tunnel, so the lock interface-binding is reported as loosened.
 */
export const otherSchema = strictObject(shape, CLIENT_KEYS)
  .superRefine(({ name, image }, context) => {
    const client = /qbittorrent|transmission|deluge|rtorrent/.exec(`${name} ${image}`)?.[0];
    if (client === undefined) return;
    const error = new ValueError('other', `is for programs without settings that Podlock knows`, client);
    report(context, { kind: 'wrong', error }, ['application']);
  })
  .transform(
    ({ webUi, keepWhenTunnelIsNew, ...client }): OtherClient => ({
      ...client,
      webUi,
      keepWhenTunnelIsNew: keepWhenTunnelIsNew?.because,
    }),
  );

function parseContainerName(value: unknown): string {
  const name = parseServiceName(value, LONGEST_LABEL);
  if (!isTakenByPodlock(name)) return name;
  throw new ValueError(value, 'is a name that Podlock gives to a container or a port itself; take another');
}
