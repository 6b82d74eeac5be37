import type { Explanation } from '../lock';

export const about = {
  id: 'interface-binding',
  leak: 'The client uses whatever interface the routing table offers; only the firewall stands between it and the home address.',
  severity: 'risk',
  remedy: "Bind the client to the tunnel interface by its own settings, with the same name as gluetun's VPN_INTERFACE.",
  story:
    "31 of 33 real Pods leave the client unbound or bind it to the Pod's own address. A client socket bound to tun0 sends no packet by eth0 when the tunnel goes away, whatever the firewall does. But it fails open: with a wrong interface name qBittorrent logs an error and listens on every interface, so the name must be gluetun's VPN_INTERFACE.",
  example: `# qBittorrent.conf, written before the client starts
data:
  qBittorrent.conf: |
    [BitTorrent]
    Session\\Interface=tun0
    Session\\InterfaceName=tun0`,
} satisfies Explanation;
