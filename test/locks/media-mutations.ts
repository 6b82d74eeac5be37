import { editScript, type LockedManifests, type Loose, set, setVariable } from './locked-manifests';

/** A way to open a lock of a Pod with companions and hosts. */
interface MediaMutation {
  readonly lock: string;
  /** A fact about the changed manifests. */
  readonly name: string;
  change(manifests: LockedManifests): void;
}

const declared = '-d 192.168.1.7/32 -p tcp --dport 8096';

/** The guard lets out something else in the place of the host that was declared. */
function insteadOfHost(rule: string): MediaMutation['change'] {
  return ({ guard }) => editScript(guard, [declared, rule]);
}

function peers({ policy }: LockedManifests, host: 'service' | 'address'): Loose {
  return policy.spec.egress[host === 'service' ? 1 : 2];
}

const uplink: readonly MediaMutation[] = [
  { name: 'a declared host is let out on every port', rule: '-d 192.168.1.7/32 -p tcp' },
  { name: 'a declared host is let out on another port', rule: '-d 192.168.1.7/32 -p tcp --dport 8097' },
  { name: 'a declared host is let out on a range of ports', rule: '-d 192.168.1.7/32 -p tcp --dport 8096:8097' },
  { name: 'a declared host is let out by every protocol', rule: '-d 192.168.1.7/32' },
  { name: 'a declared host is let out by the other protocol', rule: '-d 192.168.1.7/32 -p udp --dport 8096' },
  { name: 'all but one port of a declared host is let out', rule: '-d 192.168.1.7/32 -p tcp ! --dport 8096' },
  { name: 'the network of a declared host is let out', rule: '-d 192.168.1.0/24 -p tcp --dport 8096' },
  { name: 'all but a declared host is let out', rule: '! -d 192.168.1.7/32 -p tcp --dport 8096' },
  { name: 'a public host is let out on a declared port', rule: '-d 203.0.113.7/32 -p tcp --dport 8096' },
  { name: 'the neighbour of a declared host is let out', rule: '-d 192.168.1.8/32 -p tcp --dport 8096' },
].map(({ name, rule }) => ({ lock: 'uplink', name, change: insteadOfHost(rule) }));

export const mediaMutations: readonly MediaMutation[] = [
  ...uplink,
  {
    lock: 'uplink',
    name: 'the guard lets out hosts and more',
    change: ({ guard }) => editScript(guard, ['-A podlock -j DROP', '-A podlock -o eth0 -j ACCEPT']),
  },
  {
    lock: 'uplink',
    name: 'the guard that lets out hosts cannot set its rules',
    change: ({ guard }) => set(guard.securityContext.capabilities, 'add', []),
  },
  {
    lock: 'firewall',
    name: "the network of a declared host is an outbound subnet of gluetun's",
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '10.43.0.77/32,192.168.1.0/24'),
  },
  {
    lock: 'firewall',
    name: 'a host that nobody declared is an outbound subnet',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '10.43.0.77/32,192.168.1.8/32'),
  },
  {
    lock: 'egress-policy',
    name: 'every Pod of the namespace behind a host may be reached',
    change: (all) => set(peers(all, 'service').to[0], 'podSelector', {}),
  },
  {
    lock: 'egress-policy',
    name: 'Pods with fewer of the labels may be reached',
    change: (all) => set(peers(all, 'service').to[0].podSelector, 'matchLabels', { app: 'postgres' }),
  },
  {
    lock: 'egress-policy',
    name: 'such Pods of every namespace may be reached',
    change: (all) => set(peers(all, 'service').to[0], 'namespaceSelector', {}),
  },
  {
    lock: 'egress-policy',
    name: 'a host may be reached on every port',
    change: (all) => void delete peers(all, 'address').ports,
  },
  {
    lock: 'egress-policy',
    name: 'a host may be reached on a range of ports',
    change: (all) => set(peers(all, 'address').ports[0], 'endPort', 9000),
  },
  {
    lock: 'egress-policy',
    name: 'a host may be reached on a second port',
    change: (all) => void peers(all, 'address').ports.push({ protocol: 'TCP', port: 22 }),
  },
  {
    lock: 'egress-policy',
    name: 'the network of a host may be reached',
    change: (all) => set(peers(all, 'address').to[0].ipBlock, 'cidr', '192.168.1.0/24'),
  },
  {
    lock: 'egress-policy',
    name: 'public addresses may be reached on the port of a host',
    change: (all) => void peers(all, 'address').to.push({ ipBlock: { cidr: '203.0.113.0/24' } }),
  },
  {
    lock: 'raw-sockets',
    name: 'a companion has NET_RAW',
    change: (all) => set(all.container('sonarr').securityContext.capabilities, 'add', ['NET_RAW']),
  },
  {
    lock: 'raw-sockets',
    name: "what makes a companion's folders has NET_ADMIN",
    change: (all) => set(all.container('scratch-1027-100').securityContext.capabilities, 'add', ['NET_ADMIN']),
  },
  {
    lock: 'raw-sockets',
    name: 'a companion is privileged',
    change: (all) => set(all.container('watcher').securityContext, 'privileged', true),
  },
  {
    lock: 'startup-gate',
    name: 'a companion runs before the guard',
    change: (all) => {
      const watcher = all.container('watcher');
      all.pod.containers = all.pod.containers.filter((each: Loose) => each !== watcher);
      const { readinessProbe: _, ...sidecar } = watcher;
      all.pod.initContainers.unshift({ ...sidecar, restartPolicy: 'Always' });
    },
  },
  {
    lock: 'vpn-secrets',
    name: 'a companion mounts the VPN keys',
    change: (all) => void all.container('sonarr').volumeMounts.push({ name: all.keys.name, mountPath: '/keys' }),
  },
  {
    lock: 'vpn-secrets',
    name: 'a companion has a VPN key in its environment',
    change: (all) => {
      const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_private_key' };
      all.container('sonarr').env.push({ name: 'ANYTHING', valueFrom: { secretKeyRef } });
    },
  },
  {
    lock: 'identity',
    name: "a companion reaches the node's container runtime",
    change: (all) => {
      all.pod.volumes.push({ name: 'socket', hostPath: { path: '/run/containerd/containerd.sock' } });
      all.container('watcher').volumeMounts.push({ name: 'socket', mountPath: '/containerd.sock' });
    },
  },
  {
    lock: 'image-pin',
    name: "a companion's image moves",
    change: (all) => set(all.container('sonarr'), 'image', 'lscr.io/linuxserver/sonarr:latest'),
  },
  {
    lock: 'inbound',
    name: 'a port is admitted that no companion has',
    change: ({ policy }) => void policy.spec.ingress[0].ports.push({ protocol: 'TCP', port: 9697 }),
  },
  {
    lock: 'restart',
    name: 'the liveness probe of a companion always fails',
    change: (all) => set(all.container('watcher'), 'livenessProbe', { exec: { command: ['false'] } }),
  },
  {
    lock: 'dns',
    name: 'a companion has a resolv.conf of its own',
    change: (all) =>
      set(all.container('watcher'), 'command', [
        '/bin/sh',
        '-c',
        'echo nameserver 10.43.0.10 >/etc/resolv.conf; /watch',
      ]),
  },
  {
    lock: 'interface-binding',
    name: 'a companion is a torrent client that nothing binds',
    change: (all) => set(all.container('watcher'), 'image', 'ghcr.io/someone/transmission:4.0.6'),
  },
];
