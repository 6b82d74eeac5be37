import { set, setVariable, unsetVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'the Service is a NodePort',
    change: ({ service }) => set(service.spec, 'type', 'NodePort'),
    findings: [
      'leak spec.ports[1]: Service "qbittorrent" exposes the torrent port 47148 as NodePort: peers see the home address',
      'leak spec.ports[2]: Service "qbittorrent" exposes the torrent port 47148 as NodePort: peers see the home address',
    ],
  },
  {
    name: 'the Service is a LoadBalancer',
    change: ({ service }) => set(service.spec, 'type', 'LoadBalancer'),
    findings: [
      'leak spec.ports[1]: Service "qbittorrent" exposes the torrent port 47148 as LoadBalancer: peers see the home address',
      'leak spec.ports[2]: Service "qbittorrent" exposes the torrent port 47148 as LoadBalancer: peers see the home address',
    ],
  },
  {
    name: 'the Service has external addresses',
    change: ({ service }) => set(service.spec, 'externalIPs', ['192.168.1.10']),
    findings: [
      'leak spec.ports[1]: Service "qbittorrent" exposes the torrent port 47148 at externalIPs: peers see the home address',
      'leak spec.ports[2]: Service "qbittorrent" exposes the torrent port 47148 at externalIPs: peers see the home address',
    ],
  },
  {
    name: 'a second Service exposes the torrent port by number',
    change: (all) => {
      const { selector } = all.service.spec;
      all.add(`
apiVersion: v1
kind: Service
metadata: {name: peers, namespace: downloads}
spec: {type: LoadBalancer, selector: ${JSON.stringify(selector)}, ports: [{port: 6881, targetPort: 47148}]}`);
    },
    findings: [
      'leak spec.ports[0]: Service "peers" exposes the torrent port 47148 as LoadBalancer: peers see the home address',
    ],
  },
  {
    name: 'the torrent port is open on the node',
    change: ({ client }) => set(client.ports[1], 'hostPort', 47148),
    findings: [
      "leak spec.template.spec.containers[0].ports[1].hostPort: port 47148 of the node leads to qbittorrent's torrent port 47148: peers see the home address",
    ],
  },
  {
    name: 'gluetun forwards another port',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS', '6881'),
    findings: [
      'advice spec.template.spec.initContainers[2].env[0]: qbittorrent listens on port 47148, but gluetun forwards 6881: peers cannot connect',
    ],
  },
  {
    name: 'gluetun forwards no port',
    change: ({ gluetun }) => unsetVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS'),
    findings: [
      'advice spec.template.spec.initContainers[1]: gluetun forwards no port: FIREWALL_VPN_INPUT_PORTS is not set, so peers cannot connect',
    ],
  },
  {
    name: 'the torrent port is open beside the tunnel',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_INPUT_PORTS', '8080,47148'),
    findings: [
      "risk spec.template.spec.initContainers[1].env[8]: FIREWALL_INPUT_PORTS opens the torrent port 47148 on the Pod's own interface, beside the tunnel",
    ],
  },
  {
    name: 'the client listens on another port',
    change: ({ client }) => setVariable(client, 'TORRENTING_PORT', '6881'),
    findings: [
      'advice spec.template.spec.containers[0].env[0]: qbittorrent listens on port 6881, but gluetun forwards 47148: peers cannot connect',
    ],
  },
  {
    name: 'a Service without a namespace opens a port of the node',
    change: (all) =>
      all.add(
        JSON.stringify({
          ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'peers' } },
          spec: { type: 'NodePort', selector: all.service.spec.selector, ports: [{ port: 47148 }] },
        }),
      ),
    findings: [
      'leak unknown spec.ports[0]: Service "peers" exposes the torrent port 47148 as NodePort: peers see the home address, if it is applied to this Pod\'s namespace',
    ],
  },
  {
    name: 'a Service finds the Pod by an EndpointSlice',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Service, metadata: {name: peers, namespace: downloads}, spec: {type: LoadBalancer, ports: [{port: 47148}]}}',
      ),
    findings: [
      'leak unknown spec.ports[0]: Service "peers" exposes the torrent port 47148 as LoadBalancer: peers see the home address, if its EndpointSlice leads to this Pod',
    ],
  },
];
