import { set, setVariable, unsetVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the provider hands out the port',
    change: ({ gluetun }) => {
      unsetVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS');
      setVariable(gluetun, 'VPN_PORT_FORWARDING', 'on');
      setVariable(
        gluetun,
        'VPN_PORT_FORWARDING_UP_COMMAND',
        "/bin/sh -c 'wget -qO- http://127.0.0.1:8080/?port={{PORT}}'",
      );
    },
  },
  {
    name: 'the WebUI alone is a LoadBalancer',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Service, metadata: {name: webui, namespace: downloads}, spec: {type: LoadBalancer, selector: {app: qbittorrent}, ports: [{port: 80, targetPort: webui}]}}',
      ),
  },
  { name: 'the WebUI alone is open on the node', change: ({ client }) => set(client.ports[0], 'hostPort', 8080) },
  {
    name: 'a LoadBalancer leads to other Pods',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Service, metadata: {name: peers, namespace: downloads}, spec: {type: LoadBalancer, selector: {app: other}, ports: [{port: 47148}]}}',
      ),
  },
  {
    name: 'a TCPRoute leads to the WebUI, and another to a Service of another namespace',
    change: (all) => {
      const { name } = all.service.metadata;
      const refs = [
        { name, port: 8080 },
        { name, port: 47148, namespace: 'other' },
      ];
      const [apiVersion, kind] = ['gateway.networking.k8s.io/v1alpha2', 'TCPRoute'];
      const spec = { rules: [{ backendRefs: refs }] };
      all.add(JSON.stringify({ apiVersion, kind, metadata: { name: 'web', namespace: 'downloads' }, spec }));
    },
  },
  {
    name: 'an EndpointSlice names the torrent port for a Service inside the cluster',
    change: (all) => {
      all.add(
        '{apiVersion: v1, kind: Service, metadata: {name: inside, namespace: downloads}, spec: {ports: [{port: 443}]}}',
      );
      all.add(
        '{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: inside-1, namespace: downloads, labels: {kubernetes.io/service-name: inside}}, addressType: IPv4, ports: [{port: 47148}], endpoints: [{addresses: [10.42.0.9]}]}',
      );
    },
  },
];
