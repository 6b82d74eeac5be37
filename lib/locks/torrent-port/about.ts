import type { Explanation } from '../lock';

export const about = {
  id: 'torrent-port',
  leak: 'The torrent port is reachable at the home address, or differs between client, VPN firewall and Service, so that peers cannot connect.',
  severity: 'leak',
  remedy:
    'Use one torrent port in the client, in FIREWALL_VPN_INPUT_PORTS and in the Service, and expose it by ClusterIP only.',
  story:
    'A torrent port as LoadBalancer, NodePort or hostPort lets peers connect at the home address and see it; opened by FIREWALL_INPUT_PORTS it is open on eth0 instead of the tunnel. 1 of 33 real Pods has it as LoadBalancer, 2 open it on eth0. And where client, FIREWALL_VPN_INPUT_PORTS and Service do not agree on one number, nobody can connect at all.',
  example: `env: # gluetun
  - name: FIREWALL_VPN_INPUT_PORTS
    value: "47148"
---
env: # linuxserver/qbittorrent
  - name: TORRENTING_PORT
    value: "47148"
---
kind: Service
spec:
  type: ClusterIP`,
} satisfies Explanation;
