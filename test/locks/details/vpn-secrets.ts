import { drop, editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const gluetun = 'spec.template.spec.initContainers[1]';
const client = 'spec.template.spec.containers[0]';

/** A variable from one key of a Secret. */
function variable(name: string, secret: string, key: string): Loose {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** Mounts a Secret in a container, as a volume of its name. */
function mount(all: LockedManifests, container: Loose, secretName: string, items?: readonly Loose[]): void {
  all.pod.volumes.push({ name: secretName, secret: { secretName, defaultMode: 0o400, ...(items && { items }) } });
  container.volumeMounts.push({ name: secretName, mountPath: `/${secretName}`, readOnly: true });
}

const environment: readonly Detail[] = [
  {
    name: 'one Secret gives gluetun a key and another a setting, and the client mounts both',
    change: (all) => {
      all.gluetun.env.push(variable('WIREGUARD_PRIVATE_KEY', 'one', 'k'), variable('TZ', 'another', 'k'), {
        name: 'A',
      });
      mount(all, all.client, 'one');
      mount(all, all.client, 'another');
    },
    findings: [
      `risk ${gluetun}.env[8]: WIREGUARD_PRIVATE_KEY of gluetun is an environment variable, from Secret "one": every process inherits it`,
      `risk ${client}.volumeMounts[1]: qbittorrent mounts Secret "one", which holds the VPN keys`,
    ],
  },
  {
    name: 'a key comes from a ConfigMap that the input lacks',
    change: (all) =>
      all.gluetun.env.push({ name: 'OPENVPN_USER', valueFrom: { configMapKeyRef: { name: 'vpn', key: 'user' } } }),
    findings: [`risk ${gluetun}.env[8]: OPENVPN_USER of gluetun is an environment variable, from ConfigMap "vpn"`],
  },
  {
    name: 'a variable of a key is blank',
    change: (all) => setVariable(all.gluetun, 'OPENVPN_PASSWORD', ' \n'),
    findings: [],
  },
  {
    name: 'the client has the environment of another Secret, and a variable of another part of the same',
    change: (all) => {
      all.client.envFrom = [{ secretRef: { name: 'another' } }, { configMapRef: { name: 'any' } }];
      all.client.env = [variable('PASSWORD', 'airvpn-wireguard', 'webui_password'), { name: 'A', value: 'a' }];
    },
    findings: [],
  },
  {
    name: 'the client mounts a password and a key of the Secret',
    change: (all) => {
      all.pod.volumes.push({
        name: 'both',
        secret: {
          secretName: 'airvpn-wireguard',
          items: ['password', 'wireguard_private_key'].map((key) => ({ key })),
        },
      });
      all.client.volumeMounts.push({ name: 'both', mountPath: '/both' });
    },
    findings: [
      `risk ${client}.volumeMounts[1]: qbittorrent mounts Secret "airvpn-wireguard", which holds the VPN keys`,
    ],
  },
];

const wide = (mode: string) =>
  `advice spec.template.spec.volumes[0]: the VPN keys have mode ${mode}, so every user of the container can read them`;

const files: readonly Detail[] = [
  {
    name: 'one file of the keys is for everybody',
    change: ({ keys }) =>
      set(keys.secret, 'items', [
        { key: 'a', path: 'a' },
        { key: 'b', path: 'b', mode: 0o404 },
      ]),
    findings: [wide('0404')],
  },
  {
    name: 'a group may read the keys, and the Pod has no fsGroup',
    change: ({ pod, keys }) => {
      drop(pod, 'securityContext');
      set(keys.secret, 'defaultMode', 0o440);
    },
    findings: [wide('0440')],
  },
  {
    name: 'the Secret stands in the same input, encoded',
    change: (all) =>
      all.addObject({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'airvpn-wireguard', namespace: 'downloads' },
        data: { wireguard_private_key: 'cGxhaW4=' },
      }),
    findings: ['risk data: the VPN keys stand in the input, in Secret "airvpn-wireguard"'],
  },
  {
    name: 'a SealedSecret without a namespace has a key in its template',
    change: (all) =>
      all.addObject({
        apiVersion: 'bitnami.com/v1alpha1',
        kind: 'SealedSecret',
        metadata: { name: 'airvpn-wireguard' },
        spec: { template: { data: { made: '{{ .key }}', plain: 'plain' } } },
      }),
    findings: ['risk spec.template.data: the template of SealedSecret "airvpn-wireguard" holds plain values'],
  },
];

/** What the client reads by the Secrets Store CSI driver, beside what fills the Secret with the keys. */
function classes(all: LockedManifests, classNamespace: Loose, driver = 'secrets-store.csi.k8s.io'): void {
  const volumeAttributes = { secretProviderClass: 'airvpn' };
  all.pod.volumes.push({ name: 'vault', csi: { driver, volumeAttributes } });
  all.client.volumeMounts.push({ name: 'vault', mountPath: '/vault', readOnly: true });
  all.addObject({
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
    metadata: { name: 'airvpn', ...classNamespace },
    spec: { secretObjects: [{}, { secretName: 'other' }, { secretName: 'airvpn-wireguard' }] },
  });
}

const fromClass = `risk ${client}.volumeMounts[1]: qbittorrent mounts SecretProviderClass "airvpn", which holds the VPN keys`;

const providers: readonly Detail[] = [
  {
    name: 'the client mounts a class that fills the Secret and others',
    change: (all) => classes(all, { namespace: 'downloads' }),
    findings: [fromClass],
  },
  {
    name: 'the client mounts a class without a namespace that fills the Secret',
    change: (all) => classes(all, {}),
    findings: [fromClass],
  },
  {
    name: 'the class that fills such a Secret is in another namespace',
    change: (all) => classes(all, { namespace: 'elsewhere' }),
    findings: [],
  },
  {
    name: 'another driver has an attribute of that name',
    change: (all) => classes(all, { namespace: 'downloads' }, 'example.org'),
    findings: [],
  },
  {
    name: 'a class fills other Secrets',
    change: (all) => {
      classes(all, { namespace: 'downloads' });
      set(all.documents.at(-1)?.object, 'spec', { secretObjects: [{}, { secretName: 'other' }] });
    },
    findings: [],
  },
];

/** A line of gluetun's start script, and whether it names the folder of the keys: `/keys`. */
const lines: readonly (readonly [line: string, names: boolean])[] = [
  [`python3 -c "open('/shared/a','w').write(open('/keys/wireguard_private_key').read())"`, true],
  [`python3 -c "open('/shared/a','w').write(open('keys/a').read())"`, true],
  ['cd /\ncd keys; cp a /shared/', true],
  ['zgrep * > /shared/a', true],
  ['grepped * > /shared/a', true],
  ['cp ../keys/a /shared/', true],
  ['cp -r . /shared/', true],
  ['cp /{keys,tmp}/a /shared/', true],
  ["egrep '*' /shared/a; /usr/bin/awk '*' /shared/a; expr 2 '*' 3; tr '*' '?' </shared/a; fgrep '*' /shared/a", false],
  ['cd /; ls ""', false],
  ['ls -*', false],
  ['ls *-', true],
  ['ls "$(date)"', false],
  ['mkdir "$(date)/"', false],
  ['cp /key /keys2 /shared/', false],
];

const scripts: readonly Detail[] = [
  ...lines.map(
    ([line, names]): Detail => ({
      name: `gluetun's start script says ${line}`,
      change: (all) => {
        all.gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared' });
        editScript(all.gluetun, ['exec /gluetun', `${line}\nexec /gluetun`]);
      },
      findings: names
        ? [
            `risk ${gluetun}.args[0]: a script of gluetun names the folder of the VPN keys, and gluetun can write volume config (/shared), which configure reads`,
          ]
        : [],
    }),
  ),
  {
    name: 'gluetun has keys in two folders, and its script names one',
    change: (all) => {
      mount(all, all.gluetun, 'more');
      all.gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared' });
      editScript(all.gluetun, ['exec /gluetun', 'cp /keys/a /shared/\nexec /gluetun']);
    },
    findings: [
      `risk ${gluetun}.args[0]: a script of gluetun names the folder of the VPN keys, and gluetun can write volume config (/shared), which configure reads`,
    ],
  },
  {
    name: 'gluetun can only read the volume of the client, and its script names the keys',
    change: (all) => {
      all.gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared', readOnly: true });
      editScript(all.gluetun, ['exec /gluetun', 'cp /keys/a /tmp/\nexec /gluetun']);
    },
    findings: [],
  },
  {
    name: 'what gluetun and the client share is a ConfigMap, and a script of gluetun names the keys',
    change: (all) => {
      all.pod.volumes.push({ name: 'shared', configMap: { name: 'shared' } });
      for (const container of [all.gluetun, all.client])
        container.volumeMounts.push({ name: 'shared', mountPath: '/shared' });
      editScript(all.gluetun, ['exec /gluetun', 'cp /keys/a /shared/\nexec /gluetun']);
    },
    findings: [],
  },
];

interface Item {
  readonly secretKey?: string;
  readonly key: string;
  readonly property?: string;
  readonly sourceRef?: Loose;
}

/** An ExternalSecret of one store. */
function stored(
  all: LockedManifests,
  name: string,
  items: readonly Item[],
  more: Loose = {},
  metadata: Loose = {},
): void {
  all.addObject({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace: 'downloads', ...metadata },
    spec: {
      secretStoreRef: { name: 'vault' },
      data: items.map(({ secretKey = 'k', sourceRef, ...remoteRef }) => ({ secretKey, remoteRef, sourceRef })),
      ...more,
    },
  });
}

/** The keys come from the item `home/vpn`, and the client reads the key `k` of Secret "other". */
function keysAnd(all: LockedManifests, ...[items, more, metadata]: readonly Loose[]): void {
  stored(all, 'airvpn-wireguard', [{ key: 'home/vpn', property: 'private' }]);
  stored(all, 'other', items, more, metadata);
  all.client.env = [variable('X', 'other', 'k')];
}

const copied = (place: string) =>
  `risk ${client}.${place}: qbittorrent reads Secret "other", which comes from the place in the store that has the VPN keys`;
const same: Item = { key: 'home/vpn', property: 'private' };

const stores: readonly Detail[] = [
  ...(
    [
      ['the same place fills it', [same], {}, {}, true],
      ['the same item as a whole fills it', [{ key: '/home/vpn/' }], {}, {}, true],
      ['another property of the item fills it', [{ ...same, property: 'password' }], {}, {}, false],
      ['another item fills it', [{ ...same, key: 'home/other' }], {}, {}, false],
      ['an item with a similar name fills it', [{ ...same, key: 'homevpn' }], {}, {}, false],
      ['the same place of another store fills it', [same], { secretStoreRef: { name: 'other' } }, {}, false],
      ['nobody tells which store fills it', [same], { secretStoreRef: {} }, {}, false],
      ['no place is told that fills it', [{ property: 'private' }], {}, {}, false],
      ['a Secret of another namespace has the same', [same], {}, { namespace: 'elsewhere' }, false],
      ['it names no namespace', [same], {}, { namespace: undefined }, true],
      ['the same place fills another key of it', [{ ...same, secretKey: 'z' }], {}, {}, false],
      [
        'a template makes its keys',
        [{ ...same, secretKey: 'z' }],
        { target: { template: { data: { k: '{{ .z }}' } } } },
        {},
        true,
      ],
      [
        'one key names its own store, which is the same',
        [{ ...same, sourceRef: { storeRef: { name: 'vault' } } }],
        { secretStoreRef: { name: 'other' } },
        {},
        true,
      ],
      [
        'the whole item of its own store fills it',
        [],
        {
          secretStoreRef: { name: 'other' },
          dataFrom: [{ extract: { key: 'home/vpn' }, sourceRef: { storeRef: { name: 'vault' } } }],
        },
        {},
        true,
      ],
    ] as readonly (readonly [string, readonly Partial<Item>[], Loose, Loose, boolean])[]
  ).map(
    ([name, items, more, metadata, isCopy]): Detail => ({
      name: `the client reads a Secret, and ${name}`,
      change: (all) => keysAnd(all, items, more, metadata),
      findings: isCopy ? [copied('env[0]')] : [],
    }),
  ),
  {
    name: 'the client has a copy of the keys as its environment, beside other things',
    change: (all) => {
      keysAnd(all, [same]);
      all.client.env = [{ name: 'A', value: 'a' }, variable('X', 'unrelated', 'k'), variable('Y', 'other', 'z')];
      all.client.envFrom = [{ configMapRef: { name: 'any' } }, { secretRef: { name: 'other' } }];
    },
    findings: [copied('envFrom[1]')],
  },
  {
    name: 'the client mounts the copied key alone',
    change: (all) => {
      keysAnd(all, [same]);
      drop(all.client, 'env');
      mount(all, all.client, 'other', [{ key: 'k', path: 'k' }, {}]);
    },
    findings: [copied('volumeMounts[1]')],
  },
  {
    name: 'the client mounts another key of the Secret with the copy',
    change: (all) => {
      keysAnd(all, [same]);
      drop(all.client, 'env');
      mount(all, all.client, 'other', [{ key: 'z', path: 'z' }]);
    },
    findings: [],
  },
  {
    name: 'the client mounts the whole Secret with the copy',
    change: (all) => {
      keysAnd(all, [same]);
      drop(all.client, 'env');
      mount(all, all.client, 'other');
    },
    findings: [copied('volumeMounts[1]')],
  },
  {
    name: 'gluetun alone reads the copy',
    change: (all) => {
      keysAnd(all, [same]);
      drop(all.client, 'env');
      all.gluetun.env.push(variable('X', 'other', 'k'));
    },
    findings: [],
  },
  {
    name: 'two places have keys and two Secrets have copies, of which the client reads one',
    change: (all) => {
      keysAnd(all, [same]);
      stored(all, 'third', [same]);
      stored(all, 'airvpn-wireguard', [{ key: 'home/vpn', property: 'preshared' }]);
    },
    findings: [copied('env[0]')],
  },
];

export const details: readonly Detail[] = [...environment, ...files, ...providers, ...scripts, ...stores];
