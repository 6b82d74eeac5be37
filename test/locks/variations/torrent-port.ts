import { set, setVariable, unsetVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the provider hands out the port',
    change: ({ gluetun }) => {
      unsetVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS');
      setVariable(gluetun, 'VPN_PORT_FORWARDING', 'on');
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
];
