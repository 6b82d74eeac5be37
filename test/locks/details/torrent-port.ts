import { drop, type LockedManifests, type Loose, set, setVariable, unsetVariable } from '../locked-manifests';
import type { Detail } from './detail';

const client = 'spec.template.spec.containers[0]';
const gluetun = 'spec.template.spec.initContainers[1]';

/** The settings of the client say nothing of its port. */
function withoutPort(all: LockedManifests, image?: string): void {
  setVariable(all.configure, 'SETTINGS', 'Session\\Interface=tun0');
  if (image !== undefined) all.client.image = image;
}

const mismatched = (port: number, place = `${client}.env[0]`) =>
  `advice ${place}: qbittorrent listens on port ${port}, but gluetun forwards 47148: peers cannot connect`;
const untold = `advice ${gluetun}.env[6]: nothing in the manifest tells a client to listen on port 47148`;

/** A variable of the client, and the port that it tells; undefined where it tells none. */
const told: readonly (readonly [name: string, value: string, port: number | undefined])[] = [
  ['X', '"listen_ports": [6881, 6881]', 6881],
  ['X', '"listen_ports":[6881,6881]', 6881],
  ['RT_INC_PORT', '6881', 6881],
  ['PART_INC_PORT', '6881', undefined],
  ['MY_RT_INC_PORT', '6881', undefined],
  ['X', 'network.port_range.set = "6881-6881"', 6881],
  ['X', 'network.port_range.set=6881', 6881],
  ['X', 'network.port_range.set =\n6881', undefined],
  ['TORRENTING_PORT', '6881', 6881],
  ['QBT_TORRENTING_PORT', '6881', 6881],
  ['MY_TORRENTING_PORT', '6881', undefined],
  ['X', 'TORRENTING_PORT: "6881"', 6881],
  ['TORRENTING_PORT', '$NUMBER', 6882],
  ['TORRENTING_PORT', 'x6881', undefined],
  ['X', 'qbittorrent-nox --torrenting-port=6881', 6881],
  ['X', 'qbittorrent-nox --torrenting-port 6881', 6881],
  ['X', 'qbittorrent-nox --torrenting-port=$NUMBER', 6882],
  ['X', 'Session\\Port=6881', 6881],
  ['X', 'Session\\\\Port \t= \t6881', 6881],
  ['X', 'Session\\Port=$NUMBER', 6882],
  ['X', 'Session\\Port=\n6881', undefined],
  ['X', 'Session\\Port\n=6881', undefined],
  ['QBT_BitTorrent__Session__Port', '6881', 6881],
  ['X', 'Session__Port = 6881', 6881],
  ['X', 'Session__Port =\n6881', undefined],
  ['X', 'Session__Port\n= 6881', undefined],
  ['X', '"peer-port": 6881', 6881],
  ['X', 'peer-port=6881', 6881],
  ['X', 'peer-port  :  6881', 6881],
  ['PEERPORT', '6881', 6881],
  ['SUPERPEERPORT', '6881', undefined],
  ['X', 'port: 6881', undefined],
];

const settings: readonly Detail[] = [
  ...told.map(
    ([name, value, port]): Detail => ({
      name: `the variable ${name} of the client is ${JSON.stringify(value)}`,
      change: (all) => {
        withoutPort(all);
        setVariable(all.client, name, value);
        setVariable(all.client, 'NUMBER', '6882');
      },
      findings: port === undefined ? [untold] : [mismatched(port)],
    }),
  ),
  {
    name: 'gluetun forwards two ports, and the client listens on the second and a third',
    change: (all) => {
      setVariable(all.gluetun, 'FIREWALL_VPN_INPUT_PORTS', '6881, 47148,x');
      setVariable(all.client, 'TORRENTING_PORT', '6882');
    },
    findings: [
      `advice ${client}.env[0]: qbittorrent listens on port 6882, but gluetun forwards 6881, 47148: peers cannot connect`,
    ],
  },
  {
    name: 'gluetun forwards two ports, and nobody tells the client',
    change: (all) => {
      withoutPort(all);
      setVariable(all.gluetun, 'FIREWALL_VPN_INPUT_PORTS', '6881,6882');
    },
    findings: [`advice ${gluetun}.env[7]: nothing in the manifest tells a client to listen on port 6881, 6882`],
  },
  {
    name: 'the input lacks which port gluetun forwards',
    change: (all) => {
      unsetVariable(all.gluetun, 'FIREWALL_VPN_INPUT_PORTS');
      const valueFrom = { configMapKeyRef: { name: 'elsewhere', key: 'k' } };
      all.gluetun.env.push({ name: 'FIREWALL_VPN_INPUT_PORTS', valueFrom });
    },
    findings: [],
  },
  {
    name: 'gluetun forwards no port, and nobody in the Pod is a client',
    change: (all) => {
      unsetVariable(all.gluetun, 'FIREWALL_VPN_INPUT_PORTS');
      for (const container of [all.client, all.configure]) container.image = 'example.org/app:1.0.0';
      all.client.name = 'app';
    },
    findings: [],
  },
];

/** The provider hands out the port. */
function dynamic(all: LockedManifests): void {
  unsetVariable(all.gluetun, 'FIREWALL_VPN_INPUT_PORTS');
  setVariable(all.gluetun, 'VPN_PORT_FORWARDING', 'on');
}

/** gluetun and another container share a folder. */
function shares(all: LockedManifests, container: Loose, mountPath = '/tmp/gluetun'): void {
  all.pod.volumes.push({ name: 'port', emptyDir: {} });
  for (const each of [all.gluetun, container]) each.volumeMounts.push({ name: 'port', mountPath });
}

const nobodyTells = `advice ${gluetun}: gluetun gets a port from its provider, but nothing tells the client which: peers cannot connect`;
const noChown = `advice ${gluetun}: gluetun cannot give the file with the forwarded port to its user: it lacks the capability CHOWN`;

const dynamicPorts: readonly Detail[] = [
  { name: 'nobody tells the client the port of the provider', change: dynamic, findings: [nobodyTells] },
  {
    name: 'the client reads the port of the provider from the usual file',
    change: (all) => {
      dynamic(all);
      shares(all, all.client);
    },
    findings: [],
  },
  {
    name: 'the client shares another folder with gluetun than that of the port',
    change: (all) => {
      dynamic(all);
      shares(all, all.client, '/tmp/glue');
    },
    findings: [nobodyTells],
  },
  {
    name: 'the client reads the port of the provider from the file that gluetun is told',
    change: (all) => {
      dynamic(all);
      setVariable(all.gluetun, 'VPN_PORT_FORWARDING_STATUS_FILE', '/status/port');
      shares(all, all.client, '/status');
    },
    findings: [],
  },
  {
    name: 'another program of the Pod may ask gluetun for the port',
    change: (all) => {
      dynamic(all);
      const { volumeMounts: _, ports: __, ...rest } = all.client;
      all.pod.containers.push({ ...rest, name: 'sync', image: 'example.org/sync:1.0.0' });
    },
    findings: [],
  },
  {
    name: 'nobody in the Pod is a client, and the provider hands out a port',
    change: (all) => {
      dynamic(all);
      for (const container of [all.client, all.configure]) container.image = 'example.org/app:1.0.0';
      all.client.name = 'app';
    },
    findings: [],
  },
  {
    name: 'gluetun is root, and cannot give files away',
    change: (all) => {
      dynamic(all);
      shares(all, all.client);
      withoutChown(all);
      setVariable(all.gluetun, 'PUID', '0');
      setVariable(all.gluetun, 'PGID', '0');
    },
    findings: [],
  },
  ...['PUID', 'PGID'].map(
    (name): Detail => ({
      name: `gluetun's ${name} alone is that of root, and it cannot give files away`,
      change: (all) => {
        dynamic(all);
        shares(all, all.client);
        withoutChown(all);
        setVariable(all.gluetun, name, '0');
      },
      findings: [noChown],
    }),
  ),
  { name: 'gluetun cannot give files away, and has none to give', change: withoutChown, findings: [] },
];

function withoutChown({ gluetun: { securityContext } }: LockedManifests): void {
  const { capabilities } = securityContext;
  capabilities.add = capabilities.add.filter((name: string) => name !== 'CHOWN');
}

/** A Service beside the Pod's own. */
function service(all: LockedManifests, spec: Loose, metadata: Loose = { namespace: 'downloads' }): void {
  const { selector } = all.service.spec;
  all.addObject({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'peers', ...metadata },
    spec: { selector, ...spec },
  });
}
const exposes = (target: number, exposure = 'as NodePort') =>
  `leak spec.ports[0]: Service "peers" exposes the torrent port ${target} ${exposure}: peers see the home address`;

/** The port of a NodePort Service, and the torrent port that it leads to. */
const ports: readonly (readonly [port: Loose, target: number | undefined])[] = [
  [{ port: 80, targetPort: 'torrent-tcp' }, 47148],
  [{ port: 80, targetPort: '47148' }, 47148],
  [{ port: 47148 }, 47148],
  [{ port: 47148, targetPort: 8080 }, undefined],
  [{ port: 47148, targetPort: 'webui' }, undefined],
  [{ port: 47148, targetPort: 'nobody' }, 47148],
  [{ port: 80, name: 'torrent' }, 80],
  [{ port: 80, name: 'bt' }, 80],
  [{ port: 80, name: 'bt-udp' }, 80],
  [{ port: 80, name: 'btx' }, undefined],
  [{ port: 80, name: 'abt' }, undefined],
  [{ port: 80, name: 'peers' }, 80],
  [{ port: 80, name: 'torrent-web' }, undefined],
  [{ port: 80, name: 'torrent-ui' }, undefined],
  [{ port: 80, name: 'http-torrent' }, undefined],
  [{ port: 80, name: 'web' }, undefined],
  [{ name: 'torrent' }, undefined],
];

const services: readonly Detail[] = [
  ...ports.map(
    ([port, target]): Detail => ({
      name: `a NodePort Service has ${JSON.stringify(port)}`,
      change: (all) => service(all, { type: 'NodePort', ports: [port] }),
      findings: target === undefined ? [] : [exposes(target)],
    }),
  ),
  {
    name: 'a Service inside the cluster has no external address',
    change: (all) => service(all, { type: 'ClusterIP', externalIPs: [], ports: [{ port: 47148 }] }),
    findings: [],
  },
  {
    name: 'a NodePort Service of another namespace has the same selector',
    change: (all) => service(all, { type: 'NodePort', ports: [{ port: 47148 }] }, { namespace: 'elsewhere' }),
    findings: [],
  },
  {
    name: 'a Service selects nobody by an empty selector',
    change: (all) => service(all, { type: 'NodePort', selector: {}, ports: [{ port: 47148 }] }),
    findings: [`${exposes(47148).replace('leak', 'leak unknown')}, if its EndpointSlice leads to this Pod`],
  },
  {
    name: 'only the name of a port of the Pod says what it is for',
    change: (all) => {
      withoutPort(all);
      unsetVariable(all.gluetun, 'FIREWALL_VPN_INPUT_PORTS');
      set(all.client, 'ports', [
        { name: 'peers', containerPort: 7000, hostPort: 7001 },
        { containerPort: 7002, hostPort: 7002 },
      ]);
      setVariable(all.gluetun, 'FIREWALL_INPUT_PORTS', '7000,7002');
    },
    findings: [
      `advice ${gluetun}: gluetun forwards no port: FIREWALL_VPN_INPUT_PORTS is not set, so peers cannot connect`,
      `risk ${gluetun}.env[7]: FIREWALL_INPUT_PORTS opens the torrent port 7000 on the Pod's own interface, beside the tunnel`,
      `leak ${client}.ports[0].hostPort: port 7001 of the node leads to qbittorrent's torrent port 7000: peers see the home address`,
    ],
  },
];

function slice(
  all: LockedManifests,
  metadata: Loose,
  more: Loose = { ports: [{}, { port: 443 }, { port: 47148 }] },
): void {
  all.addObject({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'any', ...metadata },
    ...more,
  });
}
const ofService = { labels: { 'kubernetes.io/service-name': 'peers' } };
const sliced = (exposure: string) =>
  `leak unknown ports: EndpointSlice "any" exposes the torrent port 47148 ${exposure}, if its addresses are this Pod's`;
const other = { port: 443 };

const endpoints: readonly Detail[] = [
  {
    name: 'an EndpointSlice is of a Service at external addresses, neither with a namespace',
    change: (all) => {
      service(all, { selector: { app: 'other' }, externalIPs: ['192.0.2.1'], ports: [other] }, {});
      slice(all, ofService);
    },
    findings: [sliced('at externalIPs')],
  },
  {
    name: 'an EndpointSlice of no Service names the torrent port',
    change: (all) => slice(all, { namespace: 'downloads' }),
    findings: [sliced('by a Service that the input lacks')],
  },
  {
    name: 'an EndpointSlice of another namespace names the torrent port',
    change: (all) => slice(all, { namespace: 'elsewhere' }),
    findings: [],
  },
  { name: 'an EndpointSlice names other ports', change: (all) => slice(all, {}, { ports: [other] }), findings: [] },
  {
    name: 'Endpoints of a Service inside the cluster name the torrent port',
    change: (all) => {
      service(all, { selector: { app: 'other' }, ports: [other] });
      all.addObject({
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'peers', namespace: 'downloads' },
        subsets: [{}, { ports: [{ port: 47148 }] }],
      });
    },
    findings: [],
  },
];

/** A TCPRoute to these Services. */
function route(all: LockedManifests, refs: readonly Loose[], metadata: Loose = { namespace: 'downloads' }): void {
  all.addObject({
    apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    kind: 'TCPRoute',
    metadata: { name: 'peers', ...metadata },
    spec: { rules: [{}, { backendRefs: refs }] },
  });
}
const routed = (at: number, doubt = '') =>
  `leak${doubt === '' ? '' : ' unknown'} spec.rules[1].backendRefs[${at}]: TCPRoute "peers" leads from outside the cluster to the torrent port: peers see the home address${doubt}`;
const own = 'qbittorrent';

/** Lines of ingress-nginx's ConfigMap, and whether they lead to the torrent port. */
const nginx: readonly (readonly [key: string, value: string, leads: boolean])[] = [
  ['6881', 'downloads/qbittorrent:47148', true],
  ['6881', ' Downloads/qbittorrent:47148 ', false],
  ['6881', 'downloads/qbittorrent:torrent-tcp', true],
  ['6881', 'downloads/qbittorrent:47148:PROXY:PROXY', true],
  ['6881', 'downloads/qbittorrent:47148:OTHER', false],
  ['6881', 'x downloads/qbittorrent:47148', false],
  ['6881', 'elsewhere/qbittorrent:47148', false],
  ['6881', 'downloads/qbittorrent:8080', false],
  ['a6881', 'downloads/qbittorrent:47148', false],
  ['6881a', 'downloads/qbittorrent:47148', false],
];

const routes: readonly Detail[] = [
  {
    name: 'a TCPRoute leads to ports of the Service by number, by name, and to all of them',
    change: (all) =>
      route(all, [
        { name: own, port: 8080 },
        { name: own, port: 47148 },
        { name: own, port: 'torrent-udp' },
        { name: own },
        { name: own, port: 'webui' },
        { name: own, port: 1 },
      ]),
    findings: [routed(1), routed(2), routed(3)],
  },
  {
    name: 'a TCPRoute without a namespace leads to the Service',
    change: (all) => route(all, [{ name: own, port: 47148 }], {}),
    findings: [routed(0)],
  },
  {
    name: 'a TCPRoute of another namespace leads to a Service of its own, and to ours',
    change: (all) =>
      route(
        all,
        [
          { name: own, port: 47148 },
          { name: own, port: 47148, namespace: 'downloads' },
        ],
        { namespace: 'gates' },
      ),
    findings: [routed(1)],
  },
  {
    name: 'a TCPRoute leads to a Service of other Pods, and to one that the input lacks',
    change: (all) => {
      service(all, { selector: { app: 'other' }, ports: [{ port: 47148 }] });
      route(all, [
        { name: 'peers', port: 47148 },
        { name: 'lost', port: 80 },
        { name: 'lost', port: 47148 },
        { name: 'lost' },
      ]);
    },
    findings: [routed(2, ', if Service "lost", which the input lacks, selects this Pod')],
  },
  {
    name: 'a TCPRoute leads to a Service without a namespace',
    change: (all) => {
      service(all, { ports: [{ port: 80, targetPort: 47148 }] }, {});
      route(all, [{ name: 'peers', port: 80 }]);
    },
    findings: [routed(0)],
  },
  ...nginx.map(
    ([key, value, leads]): Detail => ({
      name: `ingress-nginx is told ${JSON.stringify({ [key]: value })}`,
      change: (all) => all.addConfigMap('tcp', { [key]: value }),
      findings: leads
        ? [
            `leak data."${key}": ConfigMap "tcp" leads from outside the cluster to the torrent port: peers see the home address`,
          ]
        : [],
    }),
  ),
  {
    name: 'the Service of the Pod is gone, and nothing leads to it',
    change: (all) => {
      drop(all.service, 'spec');
    },
    findings: [],
  },
];

export const details: readonly Detail[] = [...settings, ...dynamicPorts, ...services, ...endpoints, ...routes];
