import type { PodDeclaration } from '../../declaration/declaration';
import type { Volume } from '../../manifest/kubernetes';
import type { ClientDraft, ClientSettings } from '../draft';

/** A torrent client that Podlock can put behind gluetun. One file each in this folder, one line each in index.ts. */
export interface TorrentClient {
  /** Its containers before any lock is applied, and the volumes that only they use. */
  draft(declaration: PodDeclaration): { readonly client: ClientDraft; readonly volumes: readonly Volume[] };
  /** Hands the settings to the client in its own words, once all locks have had their say. */
  writeSettings(configure: ClientDraft['configure'], settings: ClientSettings, declaration: PodDeclaration): void;
}
