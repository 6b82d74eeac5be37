import { gluetunSettings } from '../../manifest/gluetun-settings';
import { fieldsOf, itemsOf, textsOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import { parseIpAddress } from '../../network/ip-range';
import { isPublicAddress } from '../../network/public-address';
import type { OpenLock } from '../lock';

/** Whom gluetun asks to know whether the tunnel works (gluetun v3.41.3; the first is the name of old). */
const variables = ['HEALTH_TARGET_ADDRESS', 'HEALTH_TARGET_ADDRESSES', 'HEALTH_ICMP_TARGET_IPS'];

/** Whom it asks unless told otherwise (gluetun v3.41.3). */
const usual = ['cloudflare.com', 'github.com'];

/** A neighbour answers without a tunnel, and gluetun calls itself healthy. */
export function nearTargets(pod: VpnPod): OpenLock[] {
  const aliases = aliasesOf(pod);
  const isUsual = variables.slice(0, 2).every((name) => gluetunSettings(pod).get(name).kind === 'unset');
  const redirected = usual
    .filter((name) => isUsual && aliases.has(name))
    .map(
      (name): OpenLock => ({
        state: 'open',
        message: `gluetun is healthy when ${name} answers, which hostAliases lead elsewhere`,
        path: [...pod.workload.podSpecPath, 'hostAliases'],
        severity: 'risk',
      }),
    );
  return [...redirected, ...named(pod, aliases)];
}

function named(pod: VpnPod, aliases: ReadonlySet<string>): OpenLock[] {
  return variables.flatMap((name) => {
    const setting = gluetunSettings(pod).get(name);
    if (setting.kind !== 'value' || setting.secret) return [];
    return setting.value
      .split(',')
      .map((entry) => entry.trim())
      .filter((target) => isNear(target) || aliases.has(hostOf(target)))
      .map((target) => ({
        state: 'open',
        message: `gluetun is healthy when ${target} answers, which no tunnel leads to (${name})`,
        path: setting.path,
        severity: 'risk',
      }));
  });
}

/** Names that the Pod's /etc/hosts leads somewhere, past any name server. */
function aliasesOf({ workload: { podSpec } }: VpnPod): ReadonlySet<string> {
  const names = itemsOf(podSpec['hostAliases']).flatMap((alias) => textsOf(fieldsOf(alias)['hostnames']));
  return new Set(names.map((name) => name.toLowerCase()));
}

function hostOf(target: string): string {
  return target
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^([^:]+):\d+$/, '$1')
    .toLowerCase();
}

function isNear(target: string): boolean {
  const host = hostOf(target);
  // A name of one label is one of the cluster's, or of /etc/hosts.
  if (/^[a-z\d-]+$|\.(?:local|internal|svc)$/i.test(host) && !/^\d+$/.test(host)) return true;
  try {
    return !isPublicAddress(parseIpAddress(host));
  } catch {
    return false;
  }
}
