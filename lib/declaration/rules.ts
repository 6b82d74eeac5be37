import { isPort } from '../network/port';
import { quote } from '../network/value-error';
import { exposureMistakes } from './exposure-rules';
import { GLUETUN_PORTS, gluetunMistakes } from './gluetun/relations';
import type { Path, PathMistake } from './mistake';
import { at, itemsOf } from './raw-value';
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
      ...exposureMistakes(pod, ['pods', index]),
      ...gluetunMistakes(pod, ['pods', index], !isWithoutIpv6(declaration)),
      ...(isWithoutIpv6(declaration) ? ipv6Mistakes(pod, ['pods', index]) : []),
    ]),
    ...sharedNames(pods),
    ...sharedServices(pods),
    ...sharedPorts(pods),
    ...readableKeys(pods),
    ...storageMistakes(pods),
    ...(Array.isArray(at(declaration, 'pods')) && pods.length === 0
      ? [{ path: ['pods'], message: 'an empty list declares nothing: declare at least one Pod' }]
      : []),
  ];
}

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
    ...itemsOf(at(pod, 'vpn', 'addresses')).map((address, index) => [address, ['addresses', index]] as const),
    [endpoint, ['endpoint', 'address']],
  ];
  return places
    .filter(([address]) => typeof address === 'string' && address.includes(':'))
    .map(([address, place]) => ({
      path: [...path, 'vpn', ...place],
      message: `${quote(address)} is an IPv6 address, but cluster.ipv6 is false: leave it out, or set cluster.ipv6`,
    }));
}

function sharedNames(pods: readonly unknown[]): PathMistake[] {
  return repeated(pods.map((pod) => at(pod, 'name'))).map(([index, first]) => ({
    path: ['pods', index, 'name'],
    message: `${quote(at(pods[index], 'name'))} is the name of pods[${first}] too: every Pod needs one of its own`,
  }));
}

/** A WebUI that is reached from outside has a Service of its own, named after the Pod. */
function sharedServices(pods: readonly unknown[]): PathMistake[] {
  const owners = new Map<string, number>();
  for (const [index, pod] of pods.entries()) {
    const type = at(pod, 'client', 'webUi', 'service', 'type');
    const by = at(pod, 'expose', 'by');
    const name = at(pod, 'name');
    const service = typeof name === 'string' ? inNamespace(pod, `${name}-webui`) : undefined;
    const isOwn = type === 'NodePort' || type === 'LoadBalancer' || by === 'nodePort' || by === 'loadBalancer';
    if (service !== undefined && isOwn) owners.set(service, index);
  }
  return pods.flatMap((pod, index) => {
    const owner = owners.get(inNamespace(pod, at(pod, 'name')) ?? '');
    if (owner === undefined) return [];
    const message = `${quote(at(pod, 'name'))} is the name of the Service for the WebUI of pods[${owner}]; take another`;
    return [{ path: ['pods', index, 'name'], message }];
  });
}

/** The client's side mounts the password's Secret: with the VPN's keys in it, it could read them. */
function readableKeys(pods: readonly unknown[]): PathMistake[] {
  const owners = new Map(
    pods.map((pod, index) => [inNamespace(pod, at(pod, 'vpn', 'credentials', 'secret')), index] as const).toReversed(),
  );
  return pods.flatMap((pod, index) => {
    const secret = inNamespace(pod, at(pod, 'client', 'webUi', 'passwordSecret'));
    const owner = secret === undefined ? undefined : owners.get(secret);
    if (owner === undefined) return [];
    const message = `is the Secret with the VPN keys of pods[${owner}] too: the client must not see them; take another`;
    return [{ path: ['pods', index, 'client', 'webUi', 'passwordSecret'], message }];
  });
}

/** A name that is unique within a namespace, made unique among all. */
function inNamespace(pod: unknown, name: unknown): string | undefined {
  const namespace = at(pod, 'namespace');
  return typeof namespace === 'string' && typeof name === 'string' ? JSON.stringify([namespace, name]) : undefined;
}

/** A provider forwards a port to one tunnel of an account. */
function sharedPorts(pods: readonly unknown[]): PathMistake[] {
  const keys = pods.map((pod) => {
    const [port, secret] = [at(pod, 'torrentPort'), inNamespace(pod, at(pod, 'vpn', 'credentials', 'secret'))];
    return isPort(port) && secret !== undefined ? `${port} ${secret}` : undefined;
  });
  return repeated(keys).map(([index, first]) => ({
    path: ['pods', index, 'torrentPort'],
    message:
      `${at(pods[index], 'torrentPort')} is the torrent port of pods[${first}] too, with the same credentials: ` +
      'a provider forwards a port to one tunnel only',
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
