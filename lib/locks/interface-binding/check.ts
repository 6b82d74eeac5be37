import { clientSettings, type SettingsText } from '../../manifest/client-settings';
import type { Path } from '../../manifest/document';
import { gluetunSettings, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import type { PodContainer } from '../../manifest/pod-container';
import { clientsOf, type TorrentClient, torrentClientOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { boundValue } from './bound-value';
import { hiddenSettings } from './hidden-settings';
import { movedSettings } from './moved-settings';

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
  // rTorrent's own words, and those of most others.
  other: [
    /network\.bind_address(?:\.ipv4)?\.set[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/g,
    /bind[-_]?(?:address|ip|interface)["\s:=]+([\w.:${}-]+)/gi,
  ],
};

const hints = ['Session', 'SESSION', 'current_', 'bind', 'BIND', '_interface'];

interface Binding {
  /** As it is written, with its name. */
  readonly setting: string;
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
  const halves = torrentClientOf(client) === 'deluge' ? missingHalf(client, bindings) : [];
  const wrong = bindings
    .filter(({ value }) => value !== tunnel && !addresses.has(value))
    .map(
      ({ value, path }): OpenLock => ({ state: 'open', message: `${client.name} ${describe(value, tunnel)}`, path }),
    );
  const open = [...halves, ...wrong];
  return open.length > 0 ? open : [...movedSettings(pod, client), ...hiddenSettings(pod, client)];
}

/** Deluge has one setting for what comes in and one for what goes out. */
function missingHalf(client: PodContainer, bindings: readonly Binding[]): OpenLock[] {
  return (['listen', 'outgoing'] as const)
    .filter((half) => !bindings.some(({ setting }) => setting.includes(half)))
    .map((half) => ({
      state: 'open',
      message: `nothing in the manifest sets ${half}_interface of ${client.name}: half of its traffic is not bound`,
      path: client.path,
    }));
}

function bindingsOf(pod: VpnPod, client: PodContainer): readonly Binding[] {
  const patterns = settings[torrentClientOf(client) ?? 'other'];
  return clientSettings(pod, client).flatMap((text) => bindingsIn(text, patterns));
}

function bindingsIn(settingsText: SettingsText, patterns: readonly RegExp[]): readonly Binding[] {
  const { text, path } = settingsText;
  // Scripts are long, and most have nothing to do with it.
  if (!hints.some((hint) => text.includes(hint))) return [];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([setting, written = '']) => {
      const value = boundValue(written, settingsText);
      return value === undefined || !/^[A-Za-z\d]/.test(value) ? [] : [{ setting, value, path }];
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
