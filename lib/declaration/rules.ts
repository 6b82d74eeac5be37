import { isPort } from '../network/port';
import { quote } from '../network/value-error';
import { contains } from './folder-path';
import type { Path, PathMistake } from './mistake';

/**
 * Rules about several values at once. They read the declaration as it was written, so that a mistake elsewhere does
 * not hide theirs; a value that is wrong by itself is left to its schema.
 */
export function relationMistakes(declaration: unknown): readonly PathMistake[] {
  const pods = list(at(declaration, 'pods'));
  return [
    ...pods.flatMap((pod, index) => [
      ...portMistakes(pod, ['pods', index]),
      ...(isWithoutIpv6(declaration) ? ipv6Mistakes(pod, ['pods', index]) : []),
      ...storageMistakes(pod, ['pods', index]),
    ]),
    ...sharedNames(pods),
    ...sharedPorts(pods),
    ...sharedSettings(pods),
    ...(Array.isArray(at(declaration, 'pods')) && pods.length === 0
      ? [{ path: ['pods'], message: 'an empty list declares nothing: declare at least one Pod' }]
      : []),
  ];
}

/** Ports that gluetun listens on in the network namespace that it shares with the client (gluetun v3.41.3). */
const GLUETUN_PORTS: ReadonlyMap<unknown, string> = new Map([
  [53, "gluetun's DNS server"],
  [8000, "gluetun's control server"],
  [9999, "gluetun's health server"],
]);

function portMistakes(pod: unknown, path: Path): PathMistake[] {
  const torrentPort = at(pod, 'torrentPort');
  const webUiPort = at(pod, 'client', 'webUi', 'port');
  const webUiPath = [...path, 'client', 'webUi', 'port'];
  const mistakes: PathMistake[] = [];
  for (const [port, portPath] of [[torrentPort, [...path, 'torrentPort']] as const, [webUiPort, webUiPath] as const]) {
    const owner = GLUETUN_PORTS.get(port);
    if (owner !== undefined)
      mistakes.push({ path: portPath, message: `${port} is the port of ${owner}; take another` });
  }
  if (isPort(webUiPort) && webUiPort === torrentPort) {
    mistakes.push({ path: webUiPath, message: `${webUiPort} is the torrent port too: the WebUI needs one of its own` });
  }
  return mistakes;
}

function isWithoutIpv6(declaration: unknown): boolean {
  const ipv6 = at(declaration, 'cluster', 'ipv6');
  return ipv6 === false || (ipv6 === undefined && at(declaration, 'cluster', 'name') !== undefined);
}

function ipv6Mistakes(pod: unknown, path: Path): PathMistake[] {
  const endpoint = at(pod, 'vpn', 'endpoint', 'address');
  const places: (readonly [unknown, Path])[] = [
    ...list(at(pod, 'vpn', 'addresses')).map((address, index) => [address, ['addresses', index]] as const),
    [endpoint, ['endpoint', 'address']],
  ];
  return places
    .filter(([address]) => typeof address === 'string' && address.includes(':'))
    .map(([address, place]) => ({
      path: [...path, 'vpn', ...place],
      message: `${quote(address)} is an IPv6 address, but cluster.ipv6 is false: leave it out, or set cluster.ipv6`,
    }));
}

function storageMistakes(pod: unknown, path: Path): PathMistake[] {
  const config = placeOf(at(pod, 'storage', 'config'));
  const downloads = placeOf(at(pod, 'storage', 'downloads'));
  if (config === undefined || downloads === undefined || !isSamePlace(config, downloads)) return [];
  const message = `${downloads.words} overlaps storage.config: a download could overwrite the client's settings`;
  return [{ path: [...path, 'storage', 'downloads'], message }];
}

interface Place {
  /** Paths of one root can lie inside each other. */
  readonly root: string;
  readonly path: string;
  readonly words: string;
}

function placeOf(source: unknown): Place | undefined {
  const claim = at(source, 'existingClaim');
  if (typeof claim === 'string') return { root: `claim ${claim}`, path: '/', words: `the claim ${quote(claim)}` };
  const hostPath = at(source, 'hostPath');
  if (typeof hostPath === 'string') return { root: 'node', path: hostPath, words: `the folder ${quote(hostPath)}` };
  const [server, path] = [at(source, 'nfs', 'server'), at(source, 'nfs', 'path')];
  if (typeof server !== 'string' || typeof path !== 'string') return undefined;
  return { root: `nfs ${server}`, path, words: `the export ${quote(path)}` };
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.root === other.root && (contains(one.path, other.path) || contains(other.path, one.path));
}

function sharedNames(pods: readonly unknown[]): PathMistake[] {
  return repeated(pods.map((pod) => at(pod, 'name'))).map(([index, first]) => ({
    path: ['pods', index, 'name'],
    message: `${quote(at(pods[index], 'name'))} is the name of pods[${first}] too: every Pod needs one of its own`,
  }));
}

/** A provider forwards a port to one tunnel of an account. */
function sharedPorts(pods: readonly unknown[]): PathMistake[] {
  const keys = pods.map((pod) => {
    const [port, secret] = [at(pod, 'torrentPort'), at(pod, 'vpn', 'credentials', 'secret')];
    if (!isPort(port) || typeof secret !== 'string') return undefined;
    return JSON.stringify([port, at(pod, 'namespace'), secret]);
  });
  return repeated(keys).map(([index, first]) => ({
    path: ['pods', index, 'torrentPort'],
    message:
      `${at(pods[index], 'torrentPort')} is the torrent port of pods[${first}] too, with the same credentials: ` +
      'a provider forwards a port to one tunnel only',
  }));
}

/** Two clients over one folder of settings destroy each other's state. */
function sharedSettings(pods: readonly unknown[]): PathMistake[] {
  const keys = pods.map((pod) => {
    const place = placeOf(at(pod, 'storage', 'config'));
    if (place === undefined) return undefined;
    return JSON.stringify([place.root, place.path, place.root.startsWith('claim ') ? at(pod, 'namespace') : undefined]);
  });
  return repeated(keys).map(([index, first]) => ({
    path: ['pods', index, 'storage', 'config'],
    message: `${placeOf(at(pods[index], 'storage', 'config'))?.words} holds the settings of pods[${first}] too`,
  }));
}

/** Each place where a text stands again, with the place where it stood first. */
function repeated(texts: readonly unknown[]): (readonly [number, number])[] {
  const firsts = new Map<string, number>();
  const repeats: (readonly [number, number])[] = [];
  for (const [index, text] of texts.entries()) {
    if (typeof text !== 'string') continue;
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, index);
    else repeats.push([index, first]);
  }
  return repeats;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    value,
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
