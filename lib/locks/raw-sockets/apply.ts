import type { ContainerDraft, PodDraft } from '../../pod/draft';
import type { Apply } from '../lock';

/**
 * Each container keeps the capabilities that its own file asks for and names; the container runtime's defaults go. A
 * list that is empty is written too: Argo CD puts back only what was changed in a field that the manifest has (3.5.7).
 */
export const apply: Apply = (draft) => {
  draft.podSpec.securityContext = { ...draft.podSpec.securityContext, seccompProfile: { type: 'RuntimeDefault' } };
  for (const container of containers(draft)) {
    const { capabilities, ...context } = container.securityContext ?? {};
    container.securityContext = {
      ...context,
      allowPrivilegeEscalation: false,
      privileged: false,
      capabilities: { add: [], ...capabilities, drop: ['ALL'] },
    };
  }
};

function containers({ beforeGluetun, gluetun, beforeClient, client, sidecars }: PodDraft): ContainerDraft[] {
  return [...beforeGluetun, gluetun.container, ...beforeClient, client.configure, client.container, ...sidecars];
}
