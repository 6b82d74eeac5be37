import type { Explanation } from '../lock';

export const about = {
  id: 'shared-namespace',
  leak: "The client is not in gluetun's Pod, or the Pod is on its node's network: then the client has the home address and no tunnel at all.",
  severity: 'leak',
  remedy: 'Put the client and gluetun into one Pod, and remove hostNetwork.',
  story:
    "A torrent client in a Deployment of its own, with gluetun in another: nothing tells it to use the VPN, and trackers see the home address. kompose 1.38.0 makes this out of a compose file with network_mode container: in all 5 of 5 real files that it was given, the client was outside. With hostNetwork gluetun's rules land in the node's own network instead of the Pod's.",
  example: `spec:
  # no hostNetwork
  initContainers:
    - name: gluetun
      image: docker.io/qmcgaw/gluetun:v3.41.3
      restartPolicy: Always
  containers:
    - name: qbittorrent
      image: lscr.io/linuxserver/qbittorrent:5.1.4`,
} satisfies Explanation;
