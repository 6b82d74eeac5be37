import { CLIENT_KEYS } from '../foreign-keys';
import { choiceLeaf, strictObject } from '../leaf';
import type { CommonClient, WebUi } from './client';
import { commonShape, runAsOnly, webUiSchema } from './common';

export interface RtorrentClient extends CommonClient {
  readonly application: 'rtorrent';
  readonly webUi: WebUi;
}

const shape = {
  application: choiceLeaf(['rtorrent']),
  ...commonShape(
    'rtorrent',
    /^(?:TZ|PUID|PGID|WAN_IP.*|RT_INC_PORT|RT_DHT_PORT|RUTORRENT_PORT|XMLRPC_PORT|WEBDAV_PORT)$/,
  ),
  /** The user that the client is, and that owns its files. */
  runAs: runAsOnly('root', "crazy-max's image starts as root, with nginx and PHP, and drops to the user by itself"),
  /** How people reach ruTorrent. Its user is `admin`. */
  webUi: webUiSchema,
};

/** rTorrent with ruTorrent, as crazy-max packs it (`crazymax/rtorrent-rutorrent`). */
export const rtorrentSchema = strictObject(shape, CLIENT_KEYS).transform((client): RtorrentClient => client);
