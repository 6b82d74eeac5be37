import { type LockedManifests, type Loose, set } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'the Pod is on the network of its node',
    change: ({ pod }) => set(pod, 'hostNetwork', true),
    findings: [
      "leak spec.template.spec.hostNetwork: hostNetwork puts the Pod, and gluetun's firewall rules, on its node's network",
    ],
  },
  {
    name: 'hostNetwork is a quoted true',
    change: ({ pod }) => set(pod, 'hostNetwork', 'true'),
    findings: [
      "leak spec.template.spec.hostNetwork: hostNetwork puts the Pod, and gluetun's firewall rules, on its node's network",
    ],
  },
  {
    name: 'gluetun is alone in its Pod',
    change: ({ pod }) => set(pod, 'containers', []),
    findings: [
      'leak spec.template.spec.initContainers[1]: gluetun is alone in its Pod: nothing shares its network, so whatever it is for runs elsewhere',
    ],
  },
  {
    name: 'the client is in a Deployment of its own',
    change: (all) => clientElsewhere(all, 'Deployment', 'downloads'),
    findings: [
      'leak spec.template.spec.containers[0].image: client of Deployment "torrents" runs in a Pod without gluetun',
    ],
  },
  {
    name: 'the client is in a StatefulSet of another namespace',
    change: (all) => clientElsewhere(all, 'StatefulSet', 'media'),
    findings: [
      'leak spec.template.spec.containers[0].image: client of StatefulSet "torrents" runs in a Pod without gluetun',
    ],
  },
  {
    name: 'a second client runs elsewhere, beside the one that is inside',
    change: (all) => clientElsewhere(all, 'Deployment', 'downloads', all.pod.containers),
    findings: [
      'leak spec.template.spec.containers[0].image: client of Deployment "torrents" runs in a Pod without gluetun',
    ],
  },
  ...['[{"name": "lan", "interface": "tun0"}]', 'default/lan@tun0'].map(
    (networks): Mutation => ({
      name: `another network has the name of the tunnel: ${networks}`,
      change: ({ deployment }) =>
        set(deployment.spec.template.metadata, 'annotations', { 'k8s.v1.cni.cncf.io/networks': networks }),
      findings: [
        'leak spec.template.metadata.annotations."k8s.v1.cni.cncf.io/networks": another network is attached as tun0, the name of the tunnel',
      ],
    }),
  ),
];

function clientElsewhere(manifests: LockedManifests, kind: string, namespace: string, inside: Loose[] = []): void {
  const { image } = manifests.client;
  manifests.pod.containers = inside;
  manifests.add(`
apiVersion: apps/v1
kind: ${kind}
metadata: {name: torrents, namespace: ${namespace}}
spec: {template: {spec: {containers: [{name: client, image: '${image}'}]}}}`);
}
