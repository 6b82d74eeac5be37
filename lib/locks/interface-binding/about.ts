import type { About } from '../lock';

export const about = {
  id: 'interface-binding',
  leak: 'The client uses whatever interface the routing table offers; only the firewall stands between it and the home address.',
  severity: 'risk',
  remedy: "Bind the client to the tunnel interface by its own settings, with the same name as gluetun's VPN_INTERFACE.",
} satisfies About;
