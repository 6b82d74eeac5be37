import { editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

const idleWriters: readonly (readonly [string, Mutation['change']])[] = [
  ['runs nothing', ({ configure }) => runNothing(configure)],
  ['mounts nothing of the client', ({ configure }) => dropConfig(configure)],
  ['mounts another volume than the client', mountOther],
  [
    'does not use its variable',
    ({ configure }) => editScript(configure, [/SETTINGS/, 'OTHER'], [/"\$DEFAULTS"/, '""']),
  ],
];

export const mutations: readonly Mutation[] = [
  {
    name: 'the client is bound to another tunnel',
    change: (all) => bindTo(all, 'tun1'),
    findings: [
      'risk spec.template.spec.initContainers[2].env[0]: qbittorrent is bound to tun1, but the tunnel is tun0: where there is no tun1, a client listens on every interface',
    ],
  },
  {
    name: 'the client is bound to eth0',
    change: (all) => bindTo(all, 'eth0'),
    findings: [
      'risk spec.template.spec.initContainers[2].env[0]: qbittorrent is bound to eth0, but the tunnel is tun0: where there is no eth0, a client listens on every interface',
    ],
  },
  {
    name: 'the client is bound to an address of its own choice',
    change: (all) => bindTo(all, '10.42.0.17'),
    findings: [
      'risk spec.template.spec.initContainers[2].env[0]: qbittorrent is bound to 10.42.0.17, which is no address of the tunnel',
    ],
  },
  {
    name: 'the client is bound to nothing',
    change: (all) => unbind(all),
    findings: ['risk spec.template.spec.containers[0]: nothing in the manifest binds qbittorrent to tun0'],
  },
  {
    name: "the client is bound to the Pod's address",
    change: (all) => {
      unbind(all);
      all.client.env = [
        ...(all.client.env ?? []),
        { name: 'QBT_BitTorrent__Session__InterfaceAddress', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      ];
    },
    findings: [
      "risk spec.template.spec.containers[0].env[0]: qbittorrent is bound to the Pod's own address: past the tunnel",
    ],
  },
  {
    name: 'the client’s variables name another interface than the file',
    change: ({ client }) => setVariable(client, 'QBT_BitTorrent__Session__InterfaceName', 'wg0'),
    findings: [
      'risk spec.template.spec.containers[0].env[0]: qbittorrent is bound to wg0, but the tunnel is tun0: where there is no wg0, a client listens on every interface',
    ],
  },
  {
    name: 'another client of the Pod is bound to nothing',
    change: ({ pod, client }) => {
      const { name: _, env: __, ports: ___, ...rest } = client;
      pod.containers.push({ ...rest, name: 'transmission', image: 'lscr.io/linuxserver/transmission:4.0.6' });
    },
    findings: ['risk spec.template.spec.containers[1]: nothing in the manifest binds transmission to tun0'],
  },
  ...idleWriters.map(
    ([name, change]): Mutation => ({
      name: `the init container with the settings ${name}`,
      change: (all) => {
        change(all);
        // The same texts hold the port.
        setVariable(all.client, 'TORRENTING_PORT', '47148');
      },
      findings: ['risk spec.template.spec.containers[0]: nothing in the manifest binds qbittorrent to tun0'],
    }),
  ),
  {
    name: 'another container declares the forwarded port',
    change: ({ pod, client }) =>
      void pod.containers.push({ ...client, name: 'app', image: 'example.org/app:1.0.0', env: [], volumeMounts: [] }),
    findings: ['risk spec.template.spec.containers[1]: nothing in the manifest binds app to tun0'],
  },
  {
    name: 'the client reads a profile that the input does not show',
    change: ({ client }) => set(client, 'args', ['--profile=/downloads/other']),
    findings: [
      'risk unknown spec.template.spec.containers[0].args[0]: qbittorrent reads its settings from profile /downloads/other, and the input does not show what they bind it to',
    ],
  },
  {
    name: 'the client reads another configuration',
    change: ({ client }) => set(client, 'args', ['--configuration=open']),
    findings: [
      'risk unknown spec.template.spec.containers[0].args[0]: qbittorrent reads its settings from configuration open, and the input does not show what they bind it to',
    ],
  },
  {
    name: 'a variable gives the client another profile',
    change: ({ client }) => setVariable(client, 'QBT_PROFILE', '/downloads/other'),
    findings: [
      'risk unknown spec.template.spec.containers[0].env[0]: qbittorrent reads its settings from QBT_PROFILE /downloads/other, and the input does not show what they bind it to',
    ],
  },
  ...['/config/qBittorrent', '/app/qBittorrent/config', '/app'].map(
    (mountPath): Mutation => ({
      name: `a volume at ${mountPath} stands before the settings`,
      change: ({ pod, client }) => {
        pod.volumes.push({ name: 'other', persistentVolumeClaim: { claimName: 'other' } });
        client.volumeMounts.unshift({ name: 'other', mountPath });
      },
      findings: [
        `risk unknown spec.template.spec.containers[0].volumeMounts[0]: qbittorrent mounts volume other (${mountPath}) before the qBittorrent.conf that is written for it, and the input does not show what binds it then`,
      ],
    }),
  ),
  {
    name: 'the init container with the settings ends at once',
    change: ({ configure }) => set(configure.command, '2', `exit 0\n${configure.command[2]}`),
    findings: [
      'risk spec.template.spec.initContainers[2].command[2]: configure ends before it writes what binds qbittorrent',
    ],
  },
  {
    name: 'the init container with the settings edits them at its end',
    change: ({ configure }) =>
      set(
        configure.command,
        '2',
        `${configure.command[2]}\nsed -i s/tun0/eth0/ /config/qBittorrent/qBittorrent.conf\n`,
      ),
    findings: ['risk spec.template.spec.initContainers[2].command[2]: configure undoes by sed what binds qbittorrent'],
  },
  {
    name: 'the client edits its settings before it starts',
    change: ({ client }) => {
      const script = 'sed -i s/tun0/eth0/ /config/qBittorrent/qBittorrent.conf; exec /init';
      client.command = ['/bin/sh', '-c', script];
    },
    findings: ['risk spec.template.spec.containers[0].command[2]: qbittorrent undoes by sed what binds qbittorrent'],
  },
  {
    name: 'a second section of the settings empties the interface',
    change: ({ configure }) => {
      const entry = configure.env.find(({ name }: Loose) => name === 'SETTINGS');
      entry.value += '\n[BitTorrent]\nSession\\Interface=';
    },
    findings: [
      'risk spec.template.spec.initContainers[2].env[0]: the settings of qbittorrent have Session\\Interface twice, and the last one is empty: it listens on every interface',
    ],
  },
  {
    name: 'the client mounts another folder of the volume with its settings',
    change: ({ client }) =>
      set(
        client.volumeMounts.find(({ name }: Loose) => name === 'config'),
        'subPath',
        'other',
      ),
    findings: [
      'risk unknown spec.template.spec.containers[0]: qbittorrent does not mount the qBittorrent.conf that is written for it, and the input does not show what binds it then',
    ],
  },
];

function runNothing(configure: Loose): void {
  delete configure.args;
  configure.command = ['/bin/true', 'Session\\InterfaceName=tun0'];
}

function dropConfig(configure: Loose): void {
  configure.volumeMounts = configure.volumeMounts.filter(({ mountPath }: Loose) => mountPath !== '/config');
}

function mountOther({ pod, client }: LockedManifests): void {
  pod.volumes.push({ name: 'other', emptyDir: {} });
  client.volumeMounts.find(({ mountPath }: Loose) => mountPath === '/config').name = 'other';
}

function bindTo({ configure }: LockedManifests, name: string): void {
  const entry = configure.env.find(({ name: variable }: Loose) => variable === 'SETTINGS');
  entry.value = entry.value.replace(/InterfaceName=.*/, `InterfaceName=${name}`);
}

function unbind({ configure }: LockedManifests): void {
  const entry = configure.env.find(({ name: variable }: Loose) => variable === 'SETTINGS');
  entry.value = entry.value.replace(/Session\\Interface.*\n/g, '');
}
