import { quote } from '../network/value-error';
import type { PathMistake } from './mistake';
import { at, itemsOf, repeated } from './raw-value';

/** Rules about a Pod's hosts, with each other. */
export function hostMistakes(pods: readonly unknown[]): PathMistake[] {
  return pods.flatMap((pod, index) => {
    const hosts = itemsOf(at(pod, 'hosts'));
    const path = ['pods', index, 'hosts'];
    const same = repeated(hosts.map(endpointOf)).map(([host, first]) => ({
      path: [...path, host],
      message: `is the same address, port and protocol as hosts[${first}]: leave one of them, with the names of both`,
    }));
    return [
      ...same,
      ...[...ambiguousNames(hosts), ...healthNames(pod, hosts)].map(({ place, message }) => ({
        path: [...path, ...place],
        message,
      })),
    ];
  });
}

function endpointOf(host: unknown): string | undefined {
  const [address, port, protocol = 'TCP'] = [addressOf(host), at(host, 'port'), at(host, 'protocol')];
  return address === undefined ? undefined : JSON.stringify([address, port, protocol]);
}

function addressOf(host: unknown): string | undefined {
  const address = at(host, 'address') ?? at(host, 'service', 'clusterIP');
  return typeof address === 'string' ? address : undefined;
}

interface NamedHost {
  readonly name: string;
  readonly address: string;
  readonly host: number;
  readonly index: number;
}

/** A name leads to one address only, whatever the port. */
function ambiguousNames(hosts: readonly unknown[]) {
  const owners = new Map<string, NamedHost>();
  return hosts.flatMap(namesOf).flatMap((named) => {
    const owner = owners.get(named.name) ?? named;
    owners.set(named.name, owner);
    if (owner.address === named.address) return [];
    const message = `${quote(named.name)} is a name of hosts[${owner.host}] too, at another address: take another`;
    return [{ place: [named.host, 'names', named.index], message }];
  });
}

/** Whom gluetun calls unless told otherwise, to know whether the tunnel works (gluetun v3.41.3, HEALTH_TARGET_ADDRESSES). */
const DEFAULT_TARGETS = ['cloudflare.com:443', 'github.com:443'];

/** /etc/hosts is one for all containers: gluetun would call the neighbour, and be healthy without a tunnel. */
function healthNames(pod: unknown, hosts: readonly unknown[]) {
  const declared = at(pod, 'gluetun', 'health', 'targetAddresses');
  const targets = (declared === undefined ? DEFAULT_TARGETS : itemsOf(declared)).map((target) =>
    String(target).replace(/:\d+$/, '').toLowerCase(),
  );
  return hosts.flatMap(namesOf).flatMap(({ name, host, index }) => {
    if (!targets.includes(name)) return [];
    const message = `${quote(name)} is whom gluetun calls to know whether the tunnel works: a neighbour must not answer; take another`;
    return [{ place: [host, 'names', index], message }];
  });
}

function namesOf(each: unknown, host: number): readonly NamedHost[] {
  const address = addressOf(each);
  if (address === undefined) return [];
  return itemsOf(at(each, 'names')).flatMap((name, index) =>
    typeof name === 'string' ? [{ name, address, host, index }] : [],
  );
}
