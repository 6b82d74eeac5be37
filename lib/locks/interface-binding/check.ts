import { clientSettings } from '../../manifest/client-settings';
import { gluetunSettings, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import type { PodContainer } from '../../manifest/pod-container';
import { clientsOf, torrentClientOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { type Binding, bindingsIn } from './bindings';
import { emptiedBindings } from './emptied-bindings';
import { hiddenSettings } from './hidden-settings';
import { movedSettings } from './moved-settings';
import { undoneSettings } from './undone-settings';

export const check: Check = (pod) => clientsOf(pod).flatMap((client) => judge(pod, client, tunnelInterfaceOf(pod)));

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
  const open = [...halves, ...wrong, ...emptiedBindings(pod, client)];
  if (open.length > 0) return open;
  return [...movedSettings(pod, client), ...hiddenSettings(pod, client), ...undoneSettings(pod, client)];
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
  return clientSettings(pod, client).flatMap((text) => bindingsIn(text, torrentClientOf(client)));
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
