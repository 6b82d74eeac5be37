import { clientSettings, type SettingsText, settingValue } from '../../manifest/client-settings';
import type { Path } from '../../manifest/document';
import { gluetunSettings, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import type { PodContainer } from '../../manifest/pod-container';
import { clientsOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';

export const check: Check = (pod) => {
  const tunnel = tunnelInterfaceOf(pod);
  if (tunnel === undefined) {
    return [
      {
        state: 'unknown',
        message:
          'nobody can tell whether the client uses the tunnel alone: what sets VPN_INTERFACE is not in the input',
        path: pod.gluetun.path,
      },
    ];
  }
  return clientsOf(pod).flatMap((client) => judge(pod, client, tunnel));
};

/**
 * What clients call the interface or the address that they use: qBittorrent's file, its API, home-operations' variables;
 * Transmission's file and variables; Deluge's file. Group 1 is the value.
 */
const settings: readonly RegExp[] = [
  /Session\\+Interface(?:Name|Address)?[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/g,
  /Session__Interface(?:Name|Address)?[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/gi,
  /current_(?:network_interface|interface_name)\W{1,6}([\w.${}-]+)/g,
  /bind[-_]address[-_]ipv4["\s:=]+([\w.:${}-]+)/gi,
  /(?:outgoing|listen)_interface["\s:=]+([\w.:${}-]+)/g,
];

const hints = ['Session', 'SESSION', 'current_', 'bind', 'BIND', '_interface'];

interface Binding {
  readonly value: string;
  readonly path: Path;
}

function judge(pod: VpnPod, client: PodContainer, tunnel: string): OpenLock[] {
  const bindings = clientSettings(pod, client).flatMap(bindingsIn);
  if (bindings.length === 0) {
    return [{ state: 'open', message: `nothing in the manifest binds ${client.name} to ${tunnel}`, path: client.path }];
  }
  const addresses = tunnelAddresses(pod);
  return bindings
    .filter(({ value }) => value !== tunnel && !addresses.has(value))
    .map(({ value, path }) => ({ state: 'open', message: `${client.name} ${describe(value, tunnel)}`, path }));
}

function bindingsIn({ text, path, environment }: SettingsText): readonly Binding[] {
  // Scripts are long, and most have nothing to do with it.
  if (!hints.some((hint) => text.includes(hint))) return [];
  return settings.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, written = '']) => {
      const value = settingValue(written, environment);
      return value === undefined || !/^[A-Za-z\d]/.test(value) ? [] : [{ value, path }];
    }),
  );
}

function describe(value: string, tunnel: string): string {
  if (value === 'status.podIP' || value === 'status.podIPs')
    return "is bound to the Pod's own address: past the tunnel";
  if (value === '0.0.0.0') return 'is bound to every address';
  return `is bound to ${value}, but the tunnel is ${tunnel}: with a name that does not exist a client listens on every interface`;
}

function tunnelAddresses(pod: VpnPod): ReadonlySet<string> {
  const addresses = gluetunSettings(pod).value('WIREGUARD_ADDRESSES')?.split(',') ?? [];
  return new Set(addresses.map((address) => address.trim().replace(/\/\d+$/, '')));
}
