import { quote } from '../../network/value-error';
import type { Path, PathMistake } from '../mistake';
import { at, itemsOf, secretNameAt } from '../raw-value';

/** Rules about gluetun's settings together with the rest of their Pod, as it was written. */
export function gluetunMistakes(pod: unknown, path: Path, clusterHasIpv6: boolean): readonly PathMistake[] {
  return [
    ...otherTunnel(pod, path),
    ...(clusterHasIpv6 ? [] : ipv6Resolver(pod, path)),
    ...plainFamily(pod, path),
    ...readableByClient(pod, path),
  ];
}

/** gluetun would ignore them without a word. */
function otherTunnel(pod: unknown, path: Path): PathMistake[] {
  const type = at(pod, 'vpn', 'type');
  return (['wireguard', 'openvpn'] as const).flatMap((each) => {
    const isOther = type === 'wireguard' || type === 'openvpn' ? type !== each : false;
    if (!isOther || at(pod, 'gluetun', each) === undefined) return [];
    return [{ path: [...path, 'gluetun', each], message: `is ignored: this tunnel is of type ${quote(type)}` }];
  });
}

function ipv6Resolver(pod: unknown, path: Path): PathMistake[] {
  if (at(pod, 'gluetun', 'dns', 'upstreamIpv6') !== true) return [];
  const message = 'true needs IPv6, but cluster.ipv6 is false: leave it out, or set cluster.ipv6';
  return [{ path: [...path, 'gluetun', 'dns', 'upstreamIpv6'], message }];
}

/** gluetun refuses to start when none of the plain resolvers can be asked the way it is to ask. */
function plainFamily(pod: unknown, path: Path): PathMistake[] {
  const addresses = itemsOf(at(pod, 'gluetun', 'dns', 'upstreamPlainAddresses')).filter(
    (address) => typeof address === 'string',
  );
  if (addresses.length === 0) return [];
  const wantsIpv6 = at(pod, 'gluetun', 'dns', 'upstreamIpv6') === true;
  if (addresses.some((address) => address.startsWith('[') === wantsIpv6)) return [];
  const message = wantsIpv6
    ? 'holds no IPv6 address, and upstreamIpv6 is true: gluetun refuses that'
    : 'holds no IPv4 address, and upstreamIpv6 is false: gluetun refuses that';
  return [{ path: [...path, 'gluetun', 'dns', 'upstreamPlainAddresses'], message }];
}

const SECRETS = [
  ['httpProxy', 'credentials'],
  ['shadowsocks', 'credentials'],
  ['updater', 'protonvpn'],
  ['publicIp', 'token'],
] as const;

/** The client's side mounts the password's Secret: what else is in it, the client could read. */
function readableByClient(pod: unknown, path: Path): PathMistake[] {
  const password = secretNameAt(pod, 'client', 'webUi', 'passwordSecret');
  return SECRETS.flatMap((keys) => {
    if (typeof password !== 'string' || secretNameAt(pod, 'gluetun', ...keys, 'secret') !== password) return [];
    const message =
      "is the Secret with the WebUI's password too: the client must not see what gluetun reads; take another";
    return [{ path: [...path, 'gluetun', ...keys, 'secret'], message }];
  });
}
