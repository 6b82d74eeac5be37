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
  {
    name: 'an EndpointSlice leads a LoadBalancer to the torrent port',
    change: (all) => {
      all.add(
        '{apiVersion: v1, kind: Service, metadata: {name: web, namespace: downloads}, spec: {type: LoadBalancer, ports: [{port: 443}]}}',
      );
      all.add(
        '{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1, namespace: downloads, labels: {kubernetes.io/service-name: web}}, addressType: IPv4, ports: [{port: 47148}], endpoints: [{addresses: [10.42.0.9]}]}',
      );
    },
    findings: [
      'leak unknown ports: EndpointSlice "web-1" exposes the torrent port 47148 as LoadBalancer, if its addresses are this Pod\'s',
    ],
  },
  {
    name: 'Endpoints of a Service that the input lacks name the torrent port',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Endpoints, metadata: {name: web, namespace: downloads}, subsets: [{addresses: [{ip: 10.42.0.9}], ports: [{port: 47148}]}]}',
      ),
    findings: [
      'leak unknown subsets: Endpoints "web" exposes the torrent port 47148 by a Service that the input lacks, if its addresses are this Pod\'s',
    ],
  },
  ...(
    [
      ['IngressRouteTCP', 'traefik.io/v1alpha1', 'routes', 'services'],
      ['IngressRouteUDP', 'traefik.io/v1alpha1', 'routes', 'services'],
      ['TCPRoute', 'gateway.networking.k8s.io/v1alpha2', 'rules', 'backendRefs'],
      ['UDPRoute', 'gateway.networking.k8s.io/v1alpha2', 'rules', 'backendRefs'],
      ['TLSRoute', 'gateway.networking.k8s.io/v1', 'rules', 'backendRefs'],
    ] as const
  ).map(
    ([kind, apiVersion, rules, backends]): Mutation => ({
      name: `a ${kind} leads to the torrent port`,
      change: (all) => {
        const { name } = all.service.metadata;
        const spec = { [rules]: [{ [backends]: [{ name, port: 47148 }] }] };
        all.add(JSON.stringify({ apiVersion, kind, metadata: { name: 'peers', namespace: 'downloads' }, spec }));
      },
      findings: [
        `leak spec.${rules}[0].${backends}[0]: ${kind} "peers" leads from outside the cluster to the torrent port: peers see the home address`,
      ],
    }),
  ),
  {
    name: 'a TCPRoute leads to the torrent port of a Service that the input lacks',
    change: (all) =>
      all.add(
        '{apiVersion: gateway.networking.k8s.io/v1alpha2, kind: TCPRoute, metadata: {name: peers, namespace: downloads}, spec: {rules: [{backendRefs: [{name: other, port: 47148}]}]}}',
      ),
    findings: [
      'leak unknown spec.rules[0].backendRefs[0]: TCPRoute "peers" leads from outside the cluster to the torrent port: peers see the home address, if Service "other", which the input lacks, selects this Pod',
    ],
  },
  {
    name: 'ingress-nginx leads to the torrent port',
    change: (all) => {
      const data = { '6881': `downloads/${all.service.metadata.name}:47148` };
      const metadata = { name: 'tcp-services', namespace: 'ingress-nginx' };
      all.add(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }));
    },
    findings: [
      'leak data."6881": ConfigMap "tcp-services" leads from outside the cluster to the torrent port: peers see the home address',
    ],
  },
];
