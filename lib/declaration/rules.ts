import { isPort } from '../network/port';
import { quote } from '../network/value-error';
import { companionMistakes } from './companion-rules';
import { cloudflaredMistakes, exposureMistakes } from './exposure-rules';
import { forwardingMistakes } from './forwarding-rules';
import { gluetunMistakes } from './gluetun/relations';
import { hostMistakes } from './host-rules';
import type { Path, PathMistake } from './mistake';
import { portMistakes } from './port-rules';
import { at, itemsOf, namedIn, repeated, secretNameAt } from './raw-value';
import { serviceMistakes } from './service-rules';
import { storageMistakes } from './storage-rules';

/**
 * Rules about several values at once. They read the declaration as it was written, so that a mistake elsewhere does
 * not hide theirs; a value that is wrong by itself is left to its schema.
 */
export function relationMistakes(declaration: unknown): readonly PathMistake[] {
  const pods = itemsOf(at(declaration, 'pods'));
  return [
    ...pods.flatMap((pod, index) => [
      ...portMistakes(pod, ['pods', index]),
      ...gluetunMistakes(pod, ['pods', index], !isWithoutIpv6(declaration)),
      ...exposureMistakes(pod, ['pods', index]),
      ...forwardingMistakes(pod, ['pods', index]),
      ...missingStorage(pod, ['pods', index]),
      ...(isWithoutIpv6(declaration) ? ipv6Mistakes(pod, ['pods', index]) : []),
    ]),
    ...sharedNames(pods),
    ...serviceMistakes(pods),
    ...sharedPorts(pods),
    ...readableKeys(pods),
    ...companionMistakes(pods),
    ...hostMistakes(pods),
    ...cloudflaredMistakes(pods),
    ...storageMistakes(pods),
    ...(Array.isArray(at(declaration, 'pods')) && pods.length === 0
      ? [{ path: ['pods'], message: 'an empty list declares nothing: declare at least one Pod' }]
      : []),
  ];
}

/** A torrent client keeps its settings and what it loads; another program may keep nothing. */
function missingStorage(pod: unknown, path: Path): PathMistake[] {
  if (at(pod, 'client') === undefined || at(pod, 'client', 'application') === 'other') return [];
  if (at(pod, 'storage') === undefined) {
    return [{ path: [...path, 'storage'], message: 'missing; expected an object with config and downloads' }];
  }
  return (['config', 'downloads'] as const)
    .filter((volume) => at(pod, 'storage', volume) === undefined)
    .map((volume) => ({
      path: [...path, 'storage', volume],
      message: 'missing; expected one of "claim", "existingClaim", "hostPath" and "nfs"',
    }));
}

function isWithoutIpv6(declaration: unknown): boolean {
  const ipv6 = at(declaration, 'cluster', 'ipv6');
  return ipv6 === false || (ipv6 === undefined && at(declaration, 'cluster', 'name') !== undefined);
}

function ipv6Mistakes(pod: unknown, path: Path): PathMistake[] {
  const endpoint = at(pod, 'vpn', 'endpoint', 'address');
  const places: (readonly [unknown, Path])[] = [
    ...itemsOf(at(pod, 'vpn', 'addresses')).map((address, index) => [address, ['vpn', 'addresses', index]] as const),
    [endpoint, ['vpn', 'endpoint', 'address']],
    ...itemsOf(at(pod, 'hosts')).flatMap((host, index) => [
      [at(host, 'address'), ['hosts', index, 'address']] as const,
      [at(host, 'service', 'clusterIP'), ['hosts', index, 'service', 'clusterIP']] as const,
    ]),
  ];
  return places
    .filter(([address]) => typeof address === 'string' && address.includes(':'))
    .map(([address, place]) => ({
      path: [...path, ...place],
      message: `${quote(address)} is an IPv6 address, but cluster.ipv6 is false: leave it out, or set cluster.ipv6`,
    }));
}

function sharedNames(pods: readonly unknown[]): PathMistake[] {
  return repeated(pods.map((pod) => at(pod, 'name'))).map(([index, first]) => ({
    path: ['pods', index, 'name'],
    message: `${quote(at(pods[index], 'name'))} is the name of pods[${first}] too: every Pod needs one of its own`,
  }));
}

/** The client's side mounts the password's Secrets: with the VPN's keys in them, it could read them. */
function readableKeys(pods: readonly unknown[]): PathMistake[] {
  const owners = new Map(
    pods
      .map((pod, index) => [namedIn(pod, secretNameAt(pod, 'vpn', 'credentials', 'secret')), index] as const)
      .toReversed(),
  );
  return pods.flatMap((pod, index) =>
    ['passwordSecret', 'loginSecret'].flatMap((key) => {
      const secret = namedIn(pod, secretNameAt(pod, 'client', 'webUi', key));
      const owner = secret === undefined ? undefined : owners.get(secret);
      if (owner === undefined) return [];
      const message = `is the Secret with the VPN keys of pods[${owner}] too: the client must not see them; take another`;
      return [{ path: ['pods', index, 'client', 'webUi', key], message }];
    }),
  );
}

/** A provider forwards a port to one tunnel of an account. */
function sharedPorts(pods: readonly unknown[]): PathMistake[] {
  const keys = pods.map((pod) => {
    const [port, secret] = [at(pod, 'torrentPort'), namedIn(pod, secretNameAt(pod, 'vpn', 'credentials', 'secret'))];
    return isPort(port) && secret !== undefined ? `${port} ${secret}` : undefined;
  });
  return repeated(keys).map(([index, first]) => ({
    path: ['pods', index, 'torrentPort'],
    message:
      `${at(pods[index], 'torrentPort')} is the torrent port of pods[${first}] too, with the same credentials: ` +
      'a provider forwards a port to one tunnel only',
  }));
}
