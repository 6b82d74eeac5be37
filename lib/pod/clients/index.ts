import type { PodDeclaration } from '../../declaration/declaration';
import type { DraftedClient } from './client';
import { draftDeluge } from './deluge';
import { draftOther } from './other';
import { draftQbittorrent } from './qbittorrent';
import { draftRtorrent } from './rtorrent';
import { draftTransmission } from './transmission';

/** The declared client. A new one is a file in this folder and a line here. */
export function draftClient({ client, gluetun }: PodDeclaration): DraftedClient {
  switch (client.application) {
    case 'qbittorrent':
      return draftQbittorrent(client);
    case 'transmission':
      return draftTransmission(client);
    case 'deluge':
      return draftDeluge(client);
    case 'rtorrent':
      return draftRtorrent(client);
    case 'other':
      return draftOther(client, gluetun.image);
  }
}
