import { editScript, type LockedManifests, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const gluetun = 'spec.template.spec.initContainers[1]';
const enabled = 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT';

/** gluetun's shell says this before it becomes gluetun. */
function says(line: string): Detail['change'] {
  return (all) => editScript(all.gluetun, ['exec /gluetun', `${line}\nexec /gluetun`]);
}

/** A volume that gluetun and the client can write, at one place in gluetun. */
function shares(all: LockedManifests, mountPath: string, more: object = {}): void {
  all.pod.volumes.push({ name: 'x', emptyDir: {} });
  all.gluetun.volumeMounts.push({ name: 'x', mountPath, ...more });
  all.client.volumeMounts.push({ name: 'x', mountPath: '/x' });
}

const settings: readonly Detail[] = [
  {
    name: 'the start script computes the switch',
    change: says(`export ${enabled}="$(cat /x)"`),
    findings: [`leak unknown ${gluetun}.args[0]: its start script may switch gluetun's firewall off (${enabled})`],
  },
  {
    name: 'the start script computes the subnets',
    change: says('export FIREWALL_OUTBOUND_SUBNETS="$(cat /x)"'),
    findings: [
      `leak unknown ${gluetun}.args[0]: its start script decides what the client reaches beside the tunnel (FIREWALL_OUTBOUND_SUBNETS)`,
    ],
  },
  ...(
    [
      [':latest', 'risk', ''],
      [':v2.99.0', 'leak', ''],
      [':v3.38', 'leak', ''],
      [':v4.0.0', 'advice', '; this one ignores it'],
      [':3.39', 'advice', '; this one ignores it'],
      [':v13.1.0', 'advice', '; this one ignores it'],
      [':v3.100.0', 'advice', '; this one ignores it'],
    ] as const
  ).map(
    ([tag, severity, more]): Detail => ({
      name: `FIREWALL is off and the image is gluetun${tag}`,
      change: (all) => {
        setVariable(all.gluetun, 'FIREWALL', 'off');
        all.gluetun.image = `qmcgaw/gluetun${tag}`;
      },
      findings: [
        `${severity} ${gluetun}.env[8]: FIREWALL is off, which switches the firewall off in every gluetun before v3.39${more}`,
      ],
    }),
  ),
  {
    name: 'FIREWALL is on in an old gluetun',
    change: (all) => {
      setVariable(all.gluetun, 'FIREWALL', 'on');
      all.gluetun.image = 'qmcgaw/gluetun:v3.38.0';
    },
    findings: [],
  },
  {
    name: 'the subnets stand under their name of old',
    change: (all) => setVariable(all.gluetun, 'EXTRA_SUBNETS', 'nonsense,192.168.0.0/17'),
    findings: [
      `advice ${gluetun}.env[8]: EXTRA_SUBNETS lets the client reach a private network past the tunnel: 192.168.0.0/17`,
    ],
  },
  {
    name: 'both names have subnets, of which gluetun reads the new one',
    change: (all) => {
      setVariable(all.gluetun, 'EXTRA_SUBNETS', '0.0.0.0/0');
      setVariable(all.gluetun, 'FIREWALL_OUTBOUND_SUBNETS', 'fd00::/56,fd00::/55');
    },
    findings: [
      'a private network past the tunnel: fd00::/56',
      'a whole private network past the tunnel: fd00::/55',
    ].map((what) => `advice ${gluetun}.env[9]: FIREWALL_OUTBOUND_SUBNETS lets the client reach ${what}`),
  },
];

const letsOut = (rule: string, family = 'IPv4') => `lets out more than the tunnel: ${rule} (${family})`;

const rules: readonly Detail[] = [
  {
    name: 'rules of the start script are about loopback, the tunnel and other chains',
    change: says(
      'iptables -A OUTPUT -o lo -j ACCEPT\nip6tables -A OUTPUT -p tcp -o tun0 -j ACCEPT\niptables -A OUTPUT -o eth0 -j DROP\niptables -A INPUT -i eth0 -j ACCEPT\niptables -t mangle -A PREROUTING -j ACCEPT',
    ),
    findings: [],
  },
  ...['! -o lo', '-o eth0', '-d 192.168.1.1/32', '-p tcp', '-o tun1'].map(
    (match): Detail => ({
      name: `a rule of the start script lets out ${match}`,
      change: says(`ip6tables -A OUTPUT ${match} -j ACCEPT`),
      findings: [`leak ${gluetun}.args[0]: gluetun ${letsOut(`-A OUTPUT ${match} -j ACCEPT`, 'IPv6')}`],
    }),
  ),
  {
    name: 'the tunnel has another name, and a rule lets out by the usual one',
    change: (all) => {
      setVariable(all.gluetun, 'VPN_INTERFACE', 'wg0');
      says('iptables -A OUTPUT -o wg0 -j ACCEPT\niptables -A OUTPUT -o tun0 -j ACCEPT')(all);
    },
    findings: [`leak ${gluetun}.args[0]: gluetun ${letsOut('-A OUTPUT -o tun0 -j ACCEPT')}`],
  },
  {
    name: 'a hook of gluetun and the container after it change the rules',
    change: (all) => {
      const command = ['/bin/sh', '-c', 'iptables -P OUTPUT ACCEPT'];
      all.gluetun.lifecycle = { postStart: { exec: { command } } };
      all.configure.command = ['/bin/sh', '-c', 'ip6tables -F OUTPUT'];
    },
    findings: [
      `leak ${gluetun}.lifecycle.postStart.exec.command[2]: gluetun sets policy ACCEPT in gluetun's own table (IPv4)`,
      "leak spec.template.spec.initContainers[2].command[2]: configure removes gluetun's own rules (IPv6)",
    ],
  },
  {
    name: 'the guard, before gluetun, changes the table that gluetun then fills',
    change: (all) => editScript(all.guard, ['for iptables', 'iptables -P OUTPUT ACCEPT\nfor iptables']),
    findings: [],
  },
  {
    name: 'a variable that the start script does not use speaks of iptables',
    change: (all) => {
      setVariable(all.gluetun, 'PREPARE', 'iptables -I OUTPUT -o eth0 -j ACCEPT');
      says('echo $HOME')(all);
    },
    findings: [],
  },
  {
    name: 'the folder of the post-rules has another file',
    change: (all) => {
      all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
      all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
      all.addConfigMap('rules', { 'other.txt': 'iptables -F OUTPUT' });
    },
    findings: [
      `leak unknown ${gluetun}.volumeMounts[2]: volume rules may hold rules that gluetun adds to its own, and the input lacks what is in it`,
    ],
  },
  {
    name: 'the input lacks the post-rules, and another file is there',
    change: (all) => {
      for (const [name, mountPath] of [
        ['rules', '/iptables/post-rules.txt'],
        ['others', '/iptables/others'],
      ]) {
        all.pod.volumes.push({ name, configMap: { name } });
        all.gluetun.volumeMounts.push({ name, mountPath, readOnly: true });
      }
      all.addConfigMap('others', { 'post-rules.txt': 'iptables -F OUTPUT' });
    },
    findings: [
      `leak unknown ${gluetun}.volumeMounts[2]: volume rules may hold rules that gluetun adds to its own, and the input lacks what is in it`,
    ],
  },
  {
    name: 'the start script reads in a file',
    change: says('. /etc/gluetun.env'),
    findings: [
      `risk unknown ${gluetun}.args[0]: gluetun's start script runs what the input does not show: . /etc/gluetun.env`,
    ],
  },
  {
    name: 'the start script runs what it decodes, and reads in a file',
    change: says('eval "$(echo Og== | base64 -d)"\n. /x'),
    findings: [
      `risk unknown ${gluetun}.args[0]: gluetun's start script runs what the input does not show: eval …, . /x`,
    ],
  },
];

const writes = (place: string, why = '') =>
  `risk ${gluetun}.volumeMounts[2]: qbittorrent can write volume x, which gluetun mounts at ${place}${why}`;

const files: readonly Detail[] = [
  ...[
    ...['/', '/iptables/x', '/gluetun/auth', '/etc', '/bin', '/sbin', '/lib', '/lib64/x', '/usr', '/opt', '/root'],
    ...['/run/secrets/vpn', '/tmp/../etc/x'],
  ].map(
    (place): Detail => ({
      name: `the client can write ${place} of gluetun`,
      change: (all) => shares(all, place),
      findings: [writes(place)],
    }),
  ),
  ...['/etcetera', '/run', '/run/secretsof', '/data/etc', '/tmp/gluetun', '/x/usr', '/binary'].map(
    (place): Detail => ({
      name: `the client can write ${place} of gluetun`,
      change: (all) => shares(all, place),
      findings: [],
    }),
  ),
  ...(
    [
      ['ANY_FILEPATH', '/a/c.toml', '/a/c.toml', true],
      ['ANY_FILEPATH', '/a/c.toml', '/a', true],
      ['ANY_SECRETFILE', '/a/c', '/a', true],
      ['ANY_FILEPATH', '/ab/c.toml', '/a', false],
      ['ANY_FILEPATHS', '/a/c.toml', '/a', false],
      ['FILEPATH', '/a/c.toml', '/a', false],
      ['OPENVPN_CUSTOM_CONFIG', '/a/c', '/a', true],
      ['OPENVPN_CUSTOM_CONFIGS', '/a/c', '/a', false],
      ['MY_OPENVPN_CUSTOM_CONFIG', '/a/c', '/a', false],
    ] as const
  ).map(
    ([variable, file, place, isRead]): Detail => ({
      name: `the client can write ${place} of gluetun, whose ${variable} is ${file}`,
      change: (all) => {
        shares(all, place, place.includes('.') ? { subPath: 'c.toml' } : {});
        setVariable(all.gluetun, variable, file);
      },
      findings: isRead ? [writes(place, `, where it reads ${variable}`)] : [],
    }),
  ),
  {
    name: 'the input lacks which file gluetun reads',
    change: (all) => {
      shares(all, '/a');
      const valueFrom = { configMapKeyRef: { name: 'elsewhere', key: 'file' } };
      all.gluetun.env.push({ name: 'ANY_FILEPATH', valueFrom });
    },
    findings: [writes('/a', ', where it reads ANY_FILEPATH')],
  },
  {
    name: 'the client can write programs of containers that change no rules',
    change: (all) => {
      all.pod.volumes.push({ name: 'x', emptyDir: {} });
      for (const container of [all.configure, all.client])
        container.volumeMounts.push({ name: 'x', mountPath: '/usr/local' });
      set(all.client.securityContext.capabilities, 'add', ['NET_ADMIN']);
    },
    findings: [],
  },
];

export const details: readonly Detail[] = [
  ...settings,
  ...rules,
  ...files,
  {
    name: 'the input lacks the folder of the post-rules',
    change: (all) => {
      all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
      all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
    },
    findings: [
      `leak unknown ${gluetun}.volumeMounts[2]: volume rules may hold rules that gluetun adds to its own, and the input lacks what is in it`,
    ],
  },
];
