import { type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const alone =
  'leak spec.template.spec.initContainers[1]: gluetun is alone in its Pod: nothing shares its network, so whatever it is for runs elsewhere';
const attached = (name: string) =>
  `leak spec.template.metadata.annotations."k8s.v1.cni.cncf.io/networks": another network is attached as ${name}, the name of the tunnel`;
const outside = (name: string, workload: string) =>
  `leak spec.template.spec.containers[0].image: ${name} of ${workload} runs in a Pod without gluetun`;

/** Nobody is in the Pod but gluetun, its guard and what prepares files. */
function lonely(all: LockedManifests, containers: readonly Loose[] = []): void {
  all.pod.containers = containers;
  if (containers.length === 0) all.pod.initContainers = all.pod.initContainers.slice(0, 2);
}

/** A workload beside it. */
function beside(all: LockedManifests, containers: readonly Loose[]): void {
  all.addObject({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'other', namespace: 'media' },
    spec: { template: { spec: { containers } } },
  });
}

const web = { name: 'web', image: 'nginx:1.27.0' };
const deluge = { name: 'deluge', image: 'deluge:2.1.1' };

const neighbours: readonly Detail[] = [
  { name: 'nobody else is in the Pod', change: (all) => lonely(all), findings: [alone] },
  {
    name: 'nobody else is in the Pod, and another has no client',
    change: (all) => {
      lonely(all);
      beside(all, [web]);
    },
    findings: [alone],
  },
  {
    name: 'nobody else is in the Pod, and another has a client and more',
    change: (all) => {
      lonely(all);
      beside(all, [deluge, web]);
    },
    findings: [outside('deluge', 'Deployment "other"')],
  },
  {
    name: 'the Pod has another program, and a client runs elsewhere',
    change: (all) => {
      lonely(all, [web]);
      beside(all, [deluge]);
    },
    findings: [outside('deluge', 'Deployment "other"')],
  },
  { name: 'the Pod has another program, and there is no client', change: (all) => lonely(all, [web]), findings: [] },
  {
    name: 'the client is in the Pod, and another runs elsewhere',
    change: (all) => beside(all, [deluge]),
    findings: [outside('deluge', 'Deployment "other"')],
  },
  {
    name: 'the node lends its network, and nobody else is in the Pod',
    change: (all) => {
      lonely(all);
      set(all.pod, 'hostNetwork', true);
    },
    findings: [
      alone,
      "leak spec.template.spec.hostNetwork: hostNetwork puts the Pod, and gluetun's firewall rules, on its node's network",
    ],
  },
];

const networks: readonly Detail[] = (
  [
    ['[{"name":"lan","interface" : "wg0"}]', true],
    ['[{"name":"lan","interface":"eth1"},{"name":"b","interface":"wg0"}]', true],
    ['lan@wg0', true],
    ['lan@eth1,media/b@wg0', true],
    ['lan@wg0.1', false],
    ['lan@eth1', false],
    ['wg0', false],
    ['[{"name":"wg0"}]', false],
  ] as const
).map(([text, isTunnel]) => ({
  name: `Multus is asked for ${text}, and the tunnel is wg0`,
  change: (all) => {
    setVariable(all.gluetun, 'VPN_INTERFACE', 'wg0');
    set(all.deployment.spec.template.metadata, 'annotations', { 'k8s.v1.cni.cncf.io/networks': text });
  },
  findings: isTunnel ? [attached('wg0')] : [],
}));

export const details: readonly Detail[] = [...neighbours, ...networks];
