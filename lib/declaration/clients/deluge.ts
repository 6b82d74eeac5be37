import { CLIENT_KEYS } from '../foreign-keys';
import { choiceLeaf, strictObject } from '../leaf';
import type { CommonClient, WebUi } from './client';
import { commonShape, runAsSchema, webUiSchema } from './common';

export interface DelugeClient extends CommonClient {
  readonly application: 'deluge';
  readonly webUi: WebUi;
}

const shape = {
  application: choiceLeaf(['deluge']),
  ...commonShape('deluge', /^(?:TZ|PUID|PGID|S6_READ_ONLY_ROOT|HOME|XDG_.*|PYTHON.*)$/),
  /** The user that the client is, and that owns its files. */
  runAs: runAsSchema,
  /** How people reach the client. Its WebUI knows a password only, no user. */
  webUi: webUiSchema,
};

/** Deluge 2 with its WebUI, as linuxserver packs it. */
export const delugeSchema = strictObject(shape, CLIENT_KEYS).transform((client): DelugeClient => client);
