import type { PodDeclaration } from '../../declaration/declaration';
import type { TorrentClient } from './client';
import { qbittorrent } from './qbittorrent';

/** Every client by the name that a declaration uses. */
export const clients: Readonly<Record<PodDeclaration['client']['application'], TorrentClient>> = { qbittorrent };
