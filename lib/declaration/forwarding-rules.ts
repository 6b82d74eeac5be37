import { list } from '../network/nearest';
import { quote } from '../network/value-error';
import type { Path, PathMistake } from './mistake';
import { PORT_FORWARDING_PROVIDERS } from './providers';
import { at, itemsOf, secretNameAt } from './raw-value';

/** Clients that port-sync can tell a port while they run. */
const FOLLOWING = ['qbittorrent', 'transmission', 'deluge'];

/** What `torrentPort: 'dynamic'` asks of the tunnel and the client, and what needs it. */
export function forwardingMistakes(pod: unknown, path: Path): PathMistake[] {
  const isDynamic = at(pod, 'torrentPort') === 'dynamic';
  return [...(isDynamic ? dynamicMistakes(pod, path) : idleForwarding(pod, path)), ...loginMistakes(pod, path)];
}

/** With a provider that hands out no port there is nothing to tell, so nothing to log in for. */
function dynamicMistakes(pod: unknown, path: Path): PathMistake[] {
  const ofProvider = providerMistakes(pod, path);
  const isPossible = !ofProvider.some((mistake) => mistake.path.at(-1) === 'torrentPort');
  return isPossible ? [...ofProvider, ...clientMistakes(pod, path)] : ofProvider;
}

function providerMistakes(pod: unknown, path: Path): PathMistake[] {
  const provider = at(pod, 'vpn', 'provider');
  const forwarder = at(pod, 'vpn', 'portForwarding', 'provider');
  const forwarders = list(PORT_FORWARDING_PROVIDERS, 'or');
  if (provider === 'custom') {
    const place = [...path, 'vpn', 'portForwarding'];
    if (forwarder === undefined) {
      return [{ path: place, message: `missing; expected who hands out the port: { provider: ${forwarders} }` }];
    }
    const isUnnamed = itemsOf(at(pod, 'vpn', 'servers', 'names')).length === 0;
    // It proves by its certificate that it is the server of this name (gluetun v3.41.3, provider/privateinternetaccess).
    if (forwarder !== 'private internet access' || !isUnnamed) return [];
    const message = 'missing; expected the name of the server: Private Internet Access hands out no port without it';
    return [{ path: [...path, 'vpn', 'servers', 'names'], message }];
  }
  if (typeof provider !== 'string' || (PORT_FORWARDING_PROVIDERS as readonly string[]).includes(provider)) return [];
  const message =
    `"dynamic" is not possible with ${quote(provider)}: gluetun gets a port from ${forwarders} only; ` +
    'declare the number that is forwarded to you, or "none"';
  return [{ path: [...path, 'torrentPort'], message }];
}

function clientMistakes(pod: unknown, path: Path): PathMistake[] {
  const application = at(pod, 'client', 'application');
  if (application === 'rtorrent' || application === 'other') {
    const message = `"dynamic" is not possible with ${quote(application)}: a port that changes can be told to ${list(FOLLOWING)}`;
    return [{ path: [...path, 'torrentPort'], message }];
  }
  if (at(pod, 'client', 'webUi') === undefined || at(pod, 'client', 'webUi', 'loginSecret') !== undefined) return [];
  const message =
    'missing; expected the name of a Secret whose key "password" is the WebUI\'s: port-sync logs in with it to tell the port; ' +
    '"npx podlock webui-password --login-secret NAME" makes it';
  return [{ path: [...path, 'client', 'webUi', 'loginSecret'], message }];
}

function idleForwarding(pod: unknown, path: Path): PathMistake[] {
  if (at(pod, 'vpn', 'portForwarding') === undefined || at(pod, 'torrentPort') === undefined) return [];
  const message = 'needs torrentPort: "dynamic": nothing asks for a port else';
  return [{ path: [...path, 'vpn', 'portForwarding'], message }];
}

/** The hash is for the client's side, the password for port-sync alone. */
function loginMistakes(pod: unknown, path: Path): PathMistake[] {
  const login = secretNameAt(pod, 'client', 'webUi', 'loginSecret');
  if (login === undefined) return [];
  const place = [...path, 'client', 'webUi', 'loginSecret'];
  if (at(pod, 'client', 'application') === 'rtorrent') {
    return [{ path: place, message: 'is of no use: rTorrent has no port-sync; leave it out' }];
  }
  if (login !== secretNameAt(pod, 'client', 'webUi', 'passwordSecret')) return [];
  return [
    { path: place, message: 'is the Secret with the hash too: take one of its own, which port-sync alone reads' },
  ];
}
