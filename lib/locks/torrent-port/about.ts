import type { About } from '../lock';

export const about = {
  id: 'torrent-port',
  leak: 'The torrent port is reachable at the home address, or differs between client, VPN firewall and Service, so that peers cannot connect.',
  severity: 'leak',
  remedy:
    'Use one torrent port in the client, in FIREWALL_VPN_INPUT_PORTS and in the Service, and expose it by ClusterIP only.',
} satisfies About;
