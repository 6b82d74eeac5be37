import { type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const client = 'spec.template.spec.containers[0]';
const elsewhere = (what: string) =>
  `qbittorrent is bound to ${what}, but the tunnel is tun0: where there is no ${what}, a client listens on every interface`;
const noAddress = (what: string) => `qbittorrent is bound to ${what}, which is no address of the tunnel`;
const nothing = 'nothing in the manifest binds qbittorrent to tun0';

/** Nothing but what follows binds the client, whose image is another. */
function unbound(all: LockedManifests, image = 'lscr.io/linuxserver/qbittorrent:5.1.4'): void {
  setVariable(all.configure, 'SETTINGS', 'Session\\Port=47148');
  all.client.image = image;
}

/** One variable of the client, and what it binds it to; undefined where that is the tunnel. */
type Written = readonly [image: string, name: string, value: string, message: string | undefined];

const qbittorrent: readonly Written[] = (
  [
    ['CONF', 'Session\\Interface=eth9', elsewhere('eth9')],
    ['CONF', 'Session\\InterfaceName = "eth9"', elsewhere('eth9')],
    ['CONF', 'Session\\\\InterfaceAddress \t=\t 10.9.9.9', noAddress('10.9.9.9')],
    ['CONF', 'Session\\Interface=\neth9', nothing],
    ['CONF', 'Session\\Interface\n=eth9', nothing],
    ['CONF', 'Session\\InterfaceOther=eth9', nothing],
    ['CONF', 'Session\\Interface=.eth9', nothing],
    ['CONF', 'Session\\Interface=7eth-9.1', elsewhere('7eth-9.1')],
    ['CONF', 'Session\\Interface=tun0x', elsewhere('tun0x')],
    ['CONF', 'Session\\Interface=fd00::9', noAddress('fd00::9')],
    ['CONF', 'Session\\Interface=10.9.9.9x', elsewhere('10.9.9.9x')],
    ['CONF', 'Session\\Interface=x10.9', elsewhere('x10.9')],
    ['CONF', 'Session\\Interface=0.0.0.0', 'qbittorrent is bound to every address'],
    ['QBT_BITTORRENT__SESSION__INTERFACE', 'eth9', elsewhere('eth9')],
    ['QBT_BitTorrent__Session__InterfaceAddress', '"10.191.158.14', undefined],
    ['X', 'Session__InterfaceName\t =\t eth9', elsewhere('eth9')],
    ['X', 'Session__Interface =\n eth9', nothing],
    ['X', '{"current_network_interface":"eth9"}', elsewhere('eth9')],
    ['X', '{"current_interface_name" : "eth9"}', elsewhere('eth9')],
    ['X', '{"current_interface_name"=======eth9}', nothing],
    ['X', '{"current_interface":"eth9"}', nothing],
  ] as const
).map(([name, value, message]) => ['qbittorrent:5.1.4', name, value, message] as const);

const others: readonly Written[] = [
  ['transmission:4.0.6', 'X', '"bind-address-ipv4": "10.9.9.9"', noAddress('10.9.9.9')],
  ['transmission:4.0.6', 'BIND_ADDRESS_IPV4', '10.9.9.9', noAddress('10.9.9.9')],
  ['transmission:4.0.6', 'X', 'bind-address-ipv4=10.191.158.14', undefined],
  ['transmission:4.0.6', 'X', 'bind-address-ipv6=10.191.158.14', nothing],
  ['deluge:2.1.1', 'X', '"listen_interface": "tun0", "outgoing_interface": "tun0"', undefined],
  ['rtorrent:5.1.9', 'X', 'network.bind_address.set = "10.9.9.9"', noAddress('10.9.9.9')],
  ['rtorrent:5.1.9', 'X', 'network.bind_address.ipv4.set=10.9.9.9', noAddress('10.9.9.9')],
  ['rtorrent:5.1.9', 'X', 'network.bind_address.set =\n10.9.9.9', nothing],
  ['rtorrent:5.1.9', 'X', 'network.bind_address.ipv6.set=10.9.9.9', nothing],
  ['aria2:1.37.0', 'X', 'bind-ip: 10.9.9.9', noAddress('10.9.9.9')],
  ['aria2:1.37.0', 'X', 'bind_interface = eth9', elsewhere('eth9')],
  ['aria2:1.37.0', 'X', 'bindaddress=10.9.9.9', noAddress('10.9.9.9')],
  ['aria2:1.37.0', 'X', 'binding=10.9.9.9', nothing],
];

/** A client that is told by name is judged by its name where its image says less. */
const written: readonly Detail[] = [...qbittorrent, ...others].map(([image, name, value, message]) => ({
  name: `the variable ${name} of ${image} is ${JSON.stringify(value)}`,
  change: (all) => {
    unbound(all, `example.org/me/${image}`);
    setVariable(all.client, name, value);
  },
  findings: message === undefined ? [] : [`risk ${client}${message === nothing ? '' : '.env[0]'}: ${message}`],
}));

const halves: readonly Detail[] = (['listen', 'outgoing'] as const).map((half) => ({
  name: `Deluge has no ${half}_interface`,
  change: (all) => {
    unbound(all, 'deluge:2.1.1');
    setVariable(all.client, 'X', `${half === 'listen' ? 'outgoing' : 'listen'}_interface: tun0`);
  },
  findings: [
    `risk ${client}: nothing in the manifest sets ${half}_interface of qbittorrent: half of its traffic is not bound`,
  ],
}));

/** What stands for the tunnel's address in a script that starts Transmission. */
const scripts: readonly (readonly [line: string, value: string, message: string | undefined])[] = [
  ['a=$(ip -4 addr show dev tun0)', '$a', undefined],
  ['a=$(ip -4 addr show dev tun0)', `\${a}`, undefined],
  ['a=$(ip -4 addr show dev tun0)', `\${a:-127.0.0.1}`, undefined],
  ['a=$(ip -4 addr show dev tun0)', `\${a-::1}`, undefined],
  ['a=$(ip -4 addr show dev tun0)', `\${a:-10.9.9.9}`, noAddress('10.9.9.9')],
  ['a=$(ip -4 addr show dev tun0)', `\${a:-1127.0.0.1}`, noAddress('1127.0.0.1')],
  ['a=$(ip -4 addr show dev tun0)', `\${a:-}`, nothing],
  ['a="$(ifconfig eth9)"', '$a', elsewhere('eth9')],
  ["a='$(ifconfig eth9)'", '$a', elsewhere('eth9')],
  ['a=`ip addr show eth9`', '$a', elsewhere('eth9')],
  ['a=$(cat /sys/class/net/eth9/address)', '$a', elsewhere('eth9')],
  ['a=$(ip addr show dev "eth9")', '$a', elsewhere('eth9')],
  ['true;a=$(ifconfig eth9)', '$a', elsewhere('eth9')],
  ['b=1\na=$(ifconfig eth9)', '$a', elsewhere('eth9')],
  ['xa=$(ifconfig eth9)', '$a', nothing],
  ['a=$(hostname\nifconfig eth9)', '$a', nothing],
  ['a=$(device eth9)', '$a', nothing],
  ['a=$(ifconfig wide)', '$a', nothing],
  ['a=ifconfig eth9', '$a', nothing],
];

const started: readonly Detail[] = scripts.map(([line, value, message]) => ({
  name: `a script says ${JSON.stringify(line)} and binds Transmission to ${value}`,
  change: (all) => {
    unbound(all, 'transmission:4.0.6');
    all.client.command = ['/bin/sh', '-c', `${line}\nexec transmission --bind-address-ipv4 ${value} `];
  },
  findings: message === undefined ? [] : [`risk ${client}${message === nothing ? '' : '.command[2]'}: ${message}`],
}));

const podAddress = ['status.podIP', 'status.podIPs', 'status.hostIP'].map(
  (fieldPath): Detail => ({
    name: `a variable binds the client to ${fieldPath}`,
    change: (all) => {
      unbound(all);
      const name = 'QBT_BitTorrent__Session__InterfaceAddress';
      all.client.env = [{ name, valueFrom: { fieldRef: { fieldPath } } }];
    },
    findings: [
      `risk ${client}.env[0]: ${fieldPath === 'status.hostIP' ? elsewhere(fieldPath) : "qbittorrent is bound to the Pod's own address: past the tunnel"}`,
    ],
  }),
);

/** The input lacks what sets VPN_INTERFACE. */
function hideTunnel(all: LockedManifests): void {
  const entry = all.gluetun.env.find(({ name }: Loose) => name === 'VPN_INTERFACE');
  delete entry.value;
  entry.valueFrom = { configMapKeyRef: { name: 'elsewhere', key: 'k' } };
}

const tunnels: readonly Detail[] = [
  {
    name: 'the input lacks the name of the tunnel',
    change: hideTunnel,
    findings: [
      `risk unknown ${client}: qbittorrent is bound to an interface, but what sets VPN_INTERFACE is not in the input`,
    ],
  },
  {
    name: 'the input lacks the name of the tunnel, and nothing binds the client',
    change: (all) => {
      hideTunnel(all);
      unbound(all);
    },
    findings: [`risk ${client}: nothing in the manifest binds qbittorrent to the tunnel`],
  },
  {
    name: 'the client is bound to the second address of the tunnel',
    change: (all) => {
      setVariable(all.gluetun, 'WIREGUARD_ADDRESSES', '10.191.158.14/32, fd7d::2/128');
      unbound(all);
      setVariable(all.client, 'X', 'Session\\InterfaceAddress=fd7d::2');
    },
    findings: [],
  },
];

const unseen = (choice: string, value: string, place = 'args[0]') =>
  `risk unknown ${client}.${place}: qbittorrent reads its settings from ${choice} ${value}, and the input does not show what they bind it to`;

const moved: readonly Detail[] = [
  ...(
    [
      [['--profile', '/x'], [unseen('profile', '/x', 'args[1]')]],
      [['--profile=/config/'], []],
      [['--profile=/config//'], []],
      [['--profile=/configs'], [unseen('profile', '/configs')]],
      [['--profile=/'], [unseen('profile', '/')]],
      [['--profile=/shown'], []],
      [['--profile=/sho'], [unseen('profile', '/sho')]],
      [['--profile=/shown/qBittorrent'], []],
      [['--profile="/x"'], [unseen('profile', '/x')]],
      [['--configuration=mine'], []],
      [['--configuration=min'], []],
      [['--configuration=mines'], [unseen('configuration', 'mines')]],
      [['--profiles=/x'], []],
      [['--profile=$FOLDER'], []],
      [['--profile=$OTHER'], [unseen('profile', '$OTHER')]],
    ] as const
  ).map(
    ([args, findings]): Detail => ({
      name: `the arguments of the client are ${args.join(' ')}`,
      change: (all) => {
        set(all.client, 'args', args);
        setVariable(all.client, 'FOLDER', '/config');
        all.pod.volumes.push({ name: 'shown', configMap: { name: 'shown' } });
        all.client.volumeMounts.push({ name: 'shown', mountPath: '/shown/qBittorrent' });
        all.addConfigMap('shown', { 'qBittorrent_mine.conf': '' });
      },
      findings,
    }),
  ),
  {
    name: 'the client reads the profile that an init container writes for it',
    change: (all) => {
      set(all.client, 'args', ['--profile=/data/x']);
      for (const container of [all.configure, all.client]) container.volumeMounts[0].mountPath = '/data';
      all.configure.command[2] = 'printf "%s\n" "$SETTINGS" >> /data/x/qBittorrent/config/qBittorrent-b.conf';
    },
    findings: [],
  },
  {
    name: 'a variable gives the client another configuration',
    change: (all) => setVariable(all.client, 'QBT_CONFIGURATION', 'open'),
    findings: [unseen('QBT_CONFIGURATION', 'open', 'env[0]')],
  },
  {
    name: 'Transmission has an argument of that name',
    change: (all) => {
      unbound(all, 'transmission:4.0.6');
      setVariable(all.client, 'X', 'bind-address-ipv4=10.191.158.14');
      set(all.client, 'args', ['--profile=/x']);
    },
    findings: [],
  },
];

/** A claim of its own in the client, as a further mount. */
function mountsOther(all: LockedManifests, mountPath: string, more: Loose = {}): void {
  all.pod.volumes.push({ name: 'other', persistentVolumeClaim: { claimName: 'other' } });
  all.client.volumeMounts.push({ name: 'other', mountPath, ...more });
}

const before = (mountPath: string) =>
  `risk unknown ${client}.volumeMounts[1]: qbittorrent mounts volume other (${mountPath}) before the qBittorrent.conf that is written for it, and the input does not show what binds it then`;

const hidden: readonly Detail[] = [
  ...['/config/qBittorrent/qBittorrent.conf', '/app/qBittorrent'].map(
    (place): Detail => ({
      name: `another volume is at ${place} of the client`,
      change: (all) => mountsOther(all, place),
      findings: [before(place)],
    }),
  ),
  ...['/config/other', '/config/qBit', '/app/qBittorrent/configs', '/apps', '/x/app', '/app/config', '/', '/conf'].map(
    (place): Detail => ({
      name: `another volume is at ${place} of the client`,
      change: (all) => mountsOther(all, place),
      findings: [],
    }),
  ),
  {
    name: 'Transmission mounts another volume at /app',
    change: (all) => {
      unbound(all, 'transmission:4.0.6');
      setVariable(all.client, 'X', 'bind-address-ipv4=10.191.158.14');
      mountsOther(all, '/app');
    },
    findings: [],
  },
  {
    name: 'a ConfigMap of the input stands before the settings',
    change: (all) => {
      all.pod.volumes.push({ name: 'shown', configMap: { name: 'shown' } });
      all.client.volumeMounts.push({ name: 'shown', mountPath: '/config/qBittorrent' });
      all.addConfigMap('shown', { 'qBittorrent.conf': 'Session\\Interface=tun0' });
    },
    findings: [],
  },
  {
    name: 'the script names the file without its folder',
    change: (all) => {
      all.configure.command[2] = 'cd /config/qBittorrent; printf "%s\n" "$SETTINGS" >> qBittorrent.conf';
    },
    findings: [],
  },
  ...(
    [
      ['a', 'a', '/config', true],
      ['a', undefined, '/config', true],
      ['a', 'b', '/config', false],
      [undefined, 'qBittorrent', '/config/qBittorrent', true],
      [undefined, 'qBittorrent/', '/elsewhere', true],
      [undefined, 'other', '/config', false],
    ] as const
  ).map(
    ([written, read, mountPath, isFound]): Detail => ({
      name: `the settings are written to the folder ${written ?? '(root)'} of a volume, and the client has ${read ?? '(root)'} of it at ${mountPath}`,
      change: (all) => {
        Object.assign(all.configure.volumeMounts[0], written && { subPath: written });
        Object.assign(all.client.volumeMounts[0], read && { subPath: read }, { mountPath });
      },
      findings: isFound
        ? []
        : [
            `risk unknown ${client}: qbittorrent does not mount the qBittorrent.conf that is written for it, and the input does not show what binds it then`,
          ],
    }),
  ),
];

export const details: readonly Detail[] = [
  ...[...written, ...halves, ...started, ...podAddress],
  ...[...tunnels, ...moved, ...hidden],
];
