import type { About } from '../lock';

export const about = {
  id: 'egress-policy',
  leak: 'Nothing outside the Pod stops a packet that got past the locks inside it.',
  severity: 'risk',
  remedy:
    'Add a NetworkPolicy that selects the Pod, has policy type Egress, and allows only the VPN endpoint: its address and port, or its port to public addresses.',
} satisfies About;
