import { set, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: "the client is bound by home-operations' variable",
    change: ({ client, configure }) => {
      setVariable(configure, 'SETTINGS', 'Session\\Port=47148');
      setVariable(client, 'QBT_BitTorrent__Session__InterfaceName', 'tun0');
    },
  },
  {
    name: 'the script of an init container takes the name from a variable',
    change: ({ configure, client }) => {
      setVariable(client, 'TORRENTING_PORT', '47148');
      setVariable(configure, 'TUNNEL', 'tun0');
      setVariable(configure, 'SETTINGS', 'Session\\Port=47148');
      configure.command = [
        '/bin/sh',
        '-ec',
        'sed -i "s/^Session\\\\InterfaceName=.*/Session\\\\InterfaceName=$TUNNEL/" /config/qBittorrent/qBittorrent.conf',
      ];
    },
  },
  {
    name: 'qBittorrent.conf is a ConfigMap of the input',
    change: (all) => {
      setVariable(all.configure, 'SETTINGS', 'Session\\Port=47148');
      all.pod.volumes.push({ name: 'conf', configMap: { name: 'conf' } });
      all.client.volumeMounts.push({
        name: 'conf',
        mountPath: '/config/qBittorrent/qBittorrent.conf',
        subPath: 'qBittorrent.conf',
      });
      all.add(
        '{apiVersion: v1, kind: ConfigMap, metadata: {name: conf, namespace: downloads}, data: {qBittorrent.conf: "[BitTorrent]\\nSession\\\\InterfaceName=tun0"}}',
      );
    },
  },
  {
    name: 'Transmission is bound to the address of the tunnel',
    change: ({ client }) => {
      client.image = 'lscr.io/linuxserver/transmission:4.0.6';
      setVariable(client, 'TRANSMISSION_BIND_ADDRESS_IPV4', '10.191.158.14');
    },
  },
  { name: 'the client names its usual profile', change: ({ client }) => set(client, 'args', ['--profile=/config']) },
  {
    name: 'the client mounts the folder of its settings once more',
    change: ({ client }) =>
      void client.volumeMounts.push({ name: 'config', mountPath: '/config/qBittorrent', subPath: 'qBittorrent' }),
  },
];
