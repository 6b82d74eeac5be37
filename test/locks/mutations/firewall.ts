import { editScript, set, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  ...['off', 'OFF', 'no', 'false', 'disabled', ' "off" '].map(
    (value): Mutation => ({
      name: `gluetun's firewall is ${value}`,
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', value),
      findings: [
        "leak spec.template.spec.initContainers[1].env[8]: FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT switches gluetun's firewall off",
      ],
    }),
  ),
  {
    name: 'the start script switches the firewall off',
    change: ({ gluetun }) =>
      editScript(gluetun, [
        'exec /gluetun',
        'export FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT=off\nexec /gluetun',
      ]),
    findings: [
      "leak spec.template.spec.initContainers[1].args[0]: FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT switches gluetun's firewall off",
    ],
  },
  ...[
    'exec env FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT=off /gluetun',
    "exec /usr/bin/env -u HOME 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT=off' timeout 9 /gluetun",
    '(export FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT=off; exec /gluetun-entrypoint); true /gluetun',
  ].map(
    (line, at): Mutation => ({
      name: `the start script switches the firewall off for gluetun alone, in way ${at + 1}`,
      change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', line]),
      findings: [
        "leak spec.template.spec.initContainers[1].args[0]: FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT switches gluetun's firewall off",
      ],
    }),
  ),
  {
    name: 'the start script gives gluetun outbound subnets by env',
    change: ({ gluetun }) =>
      editScript(gluetun, ['exec /gluetun', 'exec env FIREWALL_OUTBOUND_SUBNETS=0.0.0.0/0 /gluetun']),
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: FIREWALL_OUTBOUND_SUBNETS adds up to the whole internet: 0.0.0.0/0',
    ],
  },
  {
    name: 'the old switch of the firewall is off, which this version ignores',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL', 'off'),
    findings: [
      'advice spec.template.spec.initContainers[1].env[8]: FIREWALL is off, which switches the firewall off in every gluetun before v3.39; this one ignores it',
    ],
  },
  {
    name: 'the old switch of the firewall is off in an old gluetun',
    change: ({ gluetun }) => {
      setVariable(gluetun, 'FIREWALL', 'off');
      gluetun.image = 'docker.io/qmcgaw/gluetun:v3.38.1';
    },
    findings: [
      'leak spec.template.spec.initContainers[1].env[8]: FIREWALL is off, which switches the firewall off in every gluetun before v3.39',
    ],
  },
  {
    name: 'two halves of the internet are outbound subnets',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '0.0.0.0/1, 128.0.0.0/1'),
    findings: [
      'leak spec.template.spec.initContainers[1].env[8]: FIREWALL_OUTBOUND_SUBNETS adds up to the whole internet: 0.0.0.0/1, 128.0.0.0/1',
    ],
  },
  {
    name: 'a public address is an outbound subnet',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '1.2.3.4/32'),
    findings: [
      'leak spec.template.spec.initContainers[1].env[8]: FIREWALL_OUTBOUND_SUBNETS lets the client reach public addresses past the tunnel: 1.2.3.4/32',
    ],
  },
  {
    name: 'a small network and one host are outbound subnets',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '192.168.1.0/24,fd00:1::7/128'),
    findings: [
      'advice spec.template.spec.initContainers[1].env[8]: FIREWALL_OUTBOUND_SUBNETS lets the client reach a private network past the tunnel: 192.168.1.0/24',
      'advice spec.template.spec.initContainers[1].env[8]: FIREWALL_OUTBOUND_SUBNETS lets the client reach one host past the tunnel: fd00:1::7/128',
    ],
  },
  {
    name: 'the Pods and Services of the cluster are outbound subnets',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '10.42.0.0/16,10.43.0.0/16'),
    findings: [
      'advice spec.template.spec.initContainers[1].env[8]: FIREWALL_OUTBOUND_SUBNETS lets the client reach a whole private network past the tunnel: 10.42.0.0/16',
      'advice spec.template.spec.initContainers[1].env[8]: FIREWALL_OUTBOUND_SUBNETS lets the client reach a whole private network past the tunnel: 10.43.0.0/16',
    ],
  },
  {
    name: 'rules of the start script let the client out',
    change: ({ gluetun }) =>
      editScript(gluetun, ['exec /gluetun', 'iptables -I OUTPUT -o eth0 -j ACCEPT\nexec /gluetun']),
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: gluetun lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (IPv4)',
    ],
  },
  {
    name: "post-rules remove gluetun's rules",
    change: (all) => {
      all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
      all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
      all.add(`
apiVersion: v1
kind: ConfigMap
metadata: {name: rules, namespace: downloads}
data: {post-rules.txt: "iptables -F OUTPUT\\niptables -P OUTPUT ACCEPT"}`);
    },
    findings: [
      "leak spec.template.spec.initContainers[1].volumeMounts[2]: post-rules.txt removes gluetun's own rules (IPv4)",
      "leak spec.template.spec.initContainers[1].volumeMounts[2]: post-rules.txt sets policy ACCEPT in gluetun's own table (IPv4)",
    ],
  },
  {
    name: 'what the input lacks may set the firewall',
    change: ({ gluetun }) => set(gluetun, 'envFrom', [{ configMapRef: { name: 'elsewhere' } }]),
    findings: [
      'leak unknown spec.template.spec.initContainers[1].envFrom[0]: ConfigMap "elsewhere" decides what the client reaches beside the tunnel (FIREWALL_OUTBOUND_SUBNETS)',
      'leak unknown spec.template.spec.initContainers[1].envFrom[0]: ConfigMap "elsewhere" may switch gluetun\'s firewall off (FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT)',
    ],
  },
  {
    name: 'a variable of the start script lets the client out',
    change: ({ gluetun }) => {
      setVariable(gluetun, 'PREPARE', 'iptables -I OUTPUT -o eth0 -j ACCEPT');
      editScript(gluetun, ['exec /gluetun', 'sh -c "$PREPARE"\nexec /gluetun']);
    },
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: gluetun lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (IPv4)',
    ],
  },
  {
    name: 'the client can write the settings of gluetun',
    change: ({ gluetun }) => void gluetun.volumeMounts.push({ name: 'config', mountPath: '/gluetun' }),
    findings: [
      'risk spec.template.spec.initContainers[1].volumeMounts[2]: qbittorrent can write volume config, which gluetun mounts at /gluetun',
    ],
  },
  {
    name: 'the client can write the programs of the guard',
    also: ['uplink'],
    change: ({ pod, guard, client }) => {
      pod.volumes.push({ name: 'programs', persistentVolumeClaim: { claimName: 'one' } });
      pod.volumes.push({ name: 'media', persistentVolumeClaim: { claimName: 'one' } });
      guard.volumeMounts = [{ name: 'programs', mountPath: '/usr/local/bin', subPath: 'bin', readOnly: true }];
      client.volumeMounts.push({ name: 'media', mountPath: '/media' });
    },
    findings: [
      'risk spec.template.spec.initContainers[0].volumeMounts[0]: qbittorrent can write volume programs, which guard mounts at /usr/local/bin',
    ],
  },
  ...[
    ['HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH', '/x/c.toml'],
    ['WIREGUARD_CONF_SECRETFILE', '/x/./wg0.conf'],
    ['OPENVPN_CUSTOM_CONFIG', '/y/../x/deep/custom.ovpn'],
  ].map(
    ([variable = '', file = '']): Mutation => ({
      name: `the client can write what ${variable} names`,
      change: ({ pod, gluetun, client }) => {
        pod.volumes.push({ name: 'x', emptyDir: {} });
        gluetun.volumeMounts.push({ name: 'x', mountPath: '/x' });
        client.volumeMounts.push({ name: 'x', mountPath: '/x' });
        setVariable(gluetun, variable, file);
      },
      findings: [
        `risk spec.template.spec.initContainers[1].volumeMounts[2]: qbittorrent can write volume x, which gluetun mounts at /x, where it reads ${variable}`,
      ],
    }),
  ),
  {
    name: 'the client can write what the start script gives gluetun as its keys',
    change: ({ pod, gluetun, client }) => {
      pod.volumes.push({ name: 'x', emptyDir: {} });
      gluetun.volumeMounts.push({ name: 'x', mountPath: '/x' });
      client.volumeMounts.push({ name: 'x', mountPath: '/x' });
      editScript(gluetun, ['exec /gluetun', 'export WIREGUARD_CONF_SECRETFILE="/x/$(date).conf"\nexec /gluetun']);
    },
    findings: [
      'risk spec.template.spec.initContainers[1].volumeMounts[2]: qbittorrent can write volume x, which gluetun mounts at /x, where it reads WIREGUARD_CONF_SECRETFILE',
    ],
  },
];
