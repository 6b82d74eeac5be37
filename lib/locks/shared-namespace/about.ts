import type { About } from '../lock';

export const about = {
  id: 'shared-namespace',
  leak: "The client is not in gluetun's Pod, or the Pod is on its node's network: then the client has the home address and no tunnel at all.",
  severity: 'leak',
  remedy: 'Put the client and gluetun into one Pod, and remove hostNetwork.',
} satisfies About;
