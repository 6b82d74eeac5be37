import fc from 'fast-check';
import { type LockedManifests, type Loose, set, setVariable } from '../../locks/locked-manifests';
import { mediaMutations } from '../../locks/media-mutations';
import { mutations } from '../../locks/mutations';
import { variations } from '../../locks/variations';
import { apart } from './verdicts-apart';

/** One change of a locked Pod or of what makes it, and where check and admission may differ about it. */
export interface Change {
  readonly name: string;
  change(manifests: LockedManifests): void;
  /** Locks that admission may call open although the check does not. @default - none */
  readonly stricter?: readonly string[];
  /** Locks that the check calls open and admission cannot see. @default - none */
  readonly unseen?: readonly string[];
}

/** Changes that only an API server has reason to look at, or that it takes where it refuses their like. */
const ofItsOwn: readonly (Change & { readonly lock: string })[] = [
  {
    lock: 'shared-namespace',
    name: 'gluetun has another name',
    change: ({ gluetun }) => set(gluetun, 'name', 'vpn'),
    stricter: ['shared-namespace', 'raw-sockets'], // the rules find it by its name
  },
  {
    lock: 'shared-namespace',
    name: 'gluetun is the only container',
    change: ({ pod, gluetun }) => {
      const { restartPolicy: _, ...container } = gluetun;
      pod.initContainers.splice(1);
      pod.containers = [container];
    },
    stricter: ['startup-gate', 'interface-binding'], // nobody is there to wait or to be bound
  },
  {
    lock: 'uplink',
    name: 'the guard is not root',
    change: ({ guard }) => set(guard.securityContext, 'runAsUser', 1000),
    stricter: ['uplink'], // it fails, and nothing starts
  },
  {
    lock: 'vpn-secrets',
    name: 'gluetun has a Secret as its environment',
    change: ({ gluetun }) => set(gluetun, 'envFrom', [{ secretRef: { name: 'airvpn-wireguard' } }]),
    stricter: ['vpn-secrets'], // so it is refused, if in another lock's name
    unseen: ['firewall'],
  },
  {
    lock: 'raw-sockets',
    name: 'the client is privileged and says nothing else',
    change: ({ client }) => set(client, 'securityContext', { privileged: true }),
  },
];

/** Every known way to open a lock, and every known other way to close one. */
export const knownChanges: readonly (Change & { readonly lock: string })[] = [
  ...[mutations, variations].flatMap((table) =>
    Object.entries(table).flatMap(([lock, list]) =>
      list.map(({ name, change }) => ({ lock, name, change, ...apart[name] })),
    ),
  ),
  ...mediaMutations.map((mutation) => ({ ...mutation, ...apart[mutation.name] })),
  ...ofItsOwn,
];

/** Values that nobody listed, in the fields that the rules read. */
export function anyChange(): fc.Arbitrary<Change> {
  return fc.oneof(
    fc.constantFrom(...knownChanges),
    setting('FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', switchSpelling, 'firewall'),
    setting('DNS_SERVER', switchSpelling, 'dns'),
    setting('DNS_KEEP_NAMESERVER', switchSpelling, 'dns'),
    setting('FIREWALL_OUTBOUND_SUBNETS', subnets(), 'firewall'),
    image(),
    capability(),
    probe(),
    nameservers(),
    replicas(),
  );
}

// gluetun does not start with a switch or a subnet that it cannot read, so the check lets it pass.
const switchSpelling = fc.constantFrom(
  'on',
  'ON',
  ' on ',
  'enabled',
  'off',
  'Off',
  ' off',
  'no',
  'disabled',
  'x',
  '0',
  '',
);

function setting(name: string, values: fc.Arbitrary<string>, lock: string): fc.Arbitrary<Change> {
  return values.map((value) => ({
    name: `${name}=${value}`,
    change: ({ gluetun }) => setVariable(gluetun, name, value),
    stricter: [lock],
  }));
}

/** Public and private ones of every width, and lists of them. */
function subnets(): fc.Arbitrary<string> {
  const octet = fc.integer({ min: 0, max: 255 });
  const [first, second] = [
    fc.constantFrom('10', '172', '192', '100', '169', '8', '128', '0'),
    fc.constantFrom('0', '16', '31', '32', '64', '127', '128', '168', '254'),
  ];
  const four = fc
    .tuple(first, second, octet, fc.integer({ min: 0, max: 32 }))
    .map(([a, b, c, prefix]) => `${a}.${b}.${c}.0/${prefix}`);
  const six = fc
    .tuple(fc.constantFrom('fd00', 'fc12', 'fd', 'fe80', 'fec0', '2001', 'febf'), fc.integer({ min: 0, max: 128 }))
    .map(([group, prefix]) => `${group}::/${prefix}`);
  return fc.array(fc.oneof(four, six), { minLength: 1, maxLength: 3 }).map((list) => list.join(','));
}

function someContainer({ pod }: LockedManifests, index: number): Loose {
  const all = [...(pod.initContainers ?? []), ...pod.containers];
  return all[index % all.length];
}

function image(): fc.Arbitrary<Change> {
  const tag = fc.constantFrom(
    ...[
      '',
      ':latest',
      ':5',
      ':v3',
      ':5.1',
      ':5.1.4-r2',
      ':main-abc123',
      ':Stable',
      ':nightly',
      ':2024.1',
      ':x',
      ':alpha2',
    ],
    ...[`@sha256:${'0a'.repeat(32)}`, `:latest@sha256:${'0a'.repeat(32)}`],
  );
  return fc.tuple(fc.nat(5), tag, fc.boolean()).map(([index, text, hasPort]) => ({
    name: `image tag "${text}"`,
    change: (all) => {
      const container = someContainer(all, index);
      const name = String(container.image)
        .replace(/[:@].*$/, '')
        .split('/')
        .at(-1);
      container.image = `${hasPort ? 'registry.example.org:5000' : 'lscr.io/some'}/${name}${text}`;
    },
  }));
}

/** Also those that are no way past the tunnel: the check lets them pass, admission has a list of what is needed. */
function capability(): fc.Arbitrary<Change> {
  const name = fc.constantFrom(
    'NET_RAW',
    'NET_ADMIN',
    'SYS_ADMIN',
    'BPF',
    'SYS_PTRACE',
    'CHOWN',
    'SYS_TIME',
    'SETUID',
    'MKNOD',
  );
  return fc.tuple(fc.nat(5), name).map(([index, added]) => ({
    name: `${added} is added`,
    change: (all) => {
      const { capabilities } = someContainer(all, index).securityContext;
      capabilities.add = [...(capabilities.add ?? []), added];
    },
    stricter: ['raw-sockets'],
  }));
}

function probe(): fc.Arbitrary<Change> {
  const small = fc.integer({ min: 1, max: 40 });
  return fc.tuple(small, small, fc.constantFrom(undefined, 1, 30)).map(([period, tries, delay]) => ({
    name: `a window of ${tries} times ${period} s`,
    change: ({ gluetun }) => {
      const exec = { command: ['/gluetun-entrypoint', 'healthcheck'] };
      gluetun.startupProbe = { exec, periodSeconds: period, failureThreshold: tries };
      if (delay !== undefined) gluetun.startupProbe.initialDelaySeconds = delay;
    },
  }));
}

function nameservers(): fc.Arbitrary<Change> {
  const server = fc.constantFrom('127.0.0.1', '127.0.0.53', '::1', '1.1.1.1', '10.43.0.10', '192.168.1.1');
  return fc.array(server, { minLength: 1, maxLength: 3 }).map((list) => ({
    name: `nameservers ${list.join()}`,
    change: ({ pod }) => {
      pod.dnsConfig = { nameservers: list };
    },
  }));
}

function replicas(): fc.Arbitrary<Change> {
  return fc.integer({ min: 0, max: 3 }).map((count) => ({
    name: `${count} replicas`,
    change: ({ deployment }) => {
      deployment.spec.replicas = count;
    },
  }));
}
