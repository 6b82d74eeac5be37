import { clientSettings, type SettingsText, settingValue } from '../../manifest/client-settings';
import type { Path } from '../../manifest/document';
import { gluetunSettings, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import type { PodContainer } from '../../manifest/pod-container';
import { clientsOf, type TorrentClient, torrentClientOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';

export const check: Check = (pod) => clientsOf(pod).flatMap((client) => judge(pod, client, tunnelInterfaceOf(pod)));

/** What each client calls the interface or the address that it uses. Group 1 is the value. */
const settings: Readonly<Record<TorrentClient, readonly RegExp[]>> = {
  // Its file, its API, and home-operations' variables.
  qbittorrent: [
    /Session\\+Interface(?:Name|Address)?[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/g,
    /Session__Interface(?:Name|Address)?[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/gi,
    /current_(?:network_interface|interface_name)\W{1,6}([\w.${}-]+)/g,
  ],
  transmission: [/bind[-_]address[-_]ipv4["\s:=]+([\w.:${}-]+)/gi],
  deluge: [/(?:outgoing|listen)_interface["\s:=]+([\w.:${}-]+)/g],
  other: [/bind[-_]?(?:address|ip|interface)["\s:=]+([\w.:${}-]+)/gi],
};

const hints = ['Session', 'SESSION', 'current_', 'bind', 'BIND', '_interface'];

interface Binding {
  readonly value: string;
  readonly path: Path;
}

function judge(pod: VpnPod, client: PodContainer, tunnel: string | undefined): OpenLock[] {
  const bindings = bindingsOf(pod, client);
  if (bindings.length === 0) {
    const message = `nothing in the manifest binds ${client.name} to ${tunnel ?? 'the tunnel'}`;
    return [{ state: 'open', message, path: client.path }];
  }
  if (tunnel === undefined) {
    const message = `${client.name} is bound to an interface, but what sets VPN_INTERFACE is not in the input`;
    return [{ state: 'unknown', message, path: client.path }];
  }
  const addresses = tunnelAddresses(pod);
  return bindings
    .filter(({ value }) => value !== tunnel && !addresses.has(value))
    .map(({ value, path }) => ({ state: 'open', message: `${client.name} ${describe(value, tunnel)}`, path }));
}

function bindingsOf(pod: VpnPod, client: PodContainer): readonly Binding[] {
  const patterns = settings[torrentClientOf(client) ?? 'other'];
  return clientSettings(pod, client).flatMap((text) => bindingsIn(text, patterns));
}

function bindingsIn({ text, path, environment }: SettingsText, patterns: readonly RegExp[]): readonly Binding[] {
  // Scripts are long, and most have nothing to do with it.
  if (!hints.some((hint) => text.includes(hint))) return [];
  return patterns.flatMap((pattern) =>
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
  if (/^[\d.]+$|:/.test(value)) return `is bound to ${value}, which is no address of the tunnel`;
  return `is bound to ${value}, but the tunnel is ${tunnel}: where there is no ${value}, a client listens on every interface`;
}

function tunnelAddresses(pod: VpnPod): ReadonlySet<string> {
  const addresses = gluetunSettings(pod).value('WIREGUARD_ADDRESSES')?.split(',') ?? [];
  return new Set(addresses.map((address) => address.trim().replace(/\/\d+$/, '')));
}
