import type { Volume } from '../../manifest/kubernetes';
import type { ClientDraft } from '../draft';

/** A client before any lock is applied, and the volumes that only its containers use. */
export interface DraftedClient {
  readonly client: ClientDraft;
  readonly volumes: readonly Volume[];
}
