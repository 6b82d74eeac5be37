import { CLIENT_KEYS } from '../foreign-keys';
import { choiceLeaf, strictObject } from '../leaf';
import type { CommonClient, WebUi } from './client';
import { commonShape, runAsOnly, webUiSchema } from './common';

export interface TransmissionClient extends CommonClient {
  readonly application: 'transmission';
  readonly webUi: WebUi;
}

const shape = {
  application: choiceLeaf(['transmission']),
  ...commonShape(
    'transmission',
    /^(?:TZ|PUID|PGID|USER|PASS|PEERPORT|WHITELIST|HOST_WHITELIST|HOME|XDG_.*|TRANSMISSION_HOME)$/,
  ),
  /** The user that the client is, and that owns its files. */
  runAs: runAsOnly('user', 'transmission-daemon runs as its user from the start, without the init of its image'),
  /** How people reach the client. Its user is `admin`. */
  webUi: webUiSchema,
};

/** Transmission 4 (and 3), as linuxserver packs it. */
export const transmissionSchema = strictObject(shape, CLIENT_KEYS).transform((client): TransmissionClient => client);
