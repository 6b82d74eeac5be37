import { isPort } from '../network/port';
import type { Path, PathMistake } from './mistake';
import { at, itemsOf } from './raw-value';

/** A port that something of a Pod listens on: all its containers share one network namespace. */
interface Listening {
  readonly port: unknown;
  readonly owner: string;
  /** Where it is declared; `undefined` where it is not the user's to choose. */
  readonly path: Path | undefined;
}

/** Ports that gluetun listens on (gluetun v3.41.3). */
const GLUETUN_PORTS: readonly Listening[] = [
  { port: 53, owner: "the port of gluetun's DNS server", path: undefined },
  { port: 8000, owner: "the port of gluetun's control server", path: undefined },
  { port: 9999, owner: "the port of gluetun's health server", path: undefined },
];

/** A port that two programs of one Pod would listen on: only one of them gets it. */
export function portMistakes(pod: unknown, path: Path): PathMistake[] {
  const ports = listening(pod, path).filter(({ port }) => isPort(port));
  return ports.flatMap(({ port, path: place }, index) => {
    const other = ports.slice(0, index).find((earlier) => earlier.port === port);
    if (other === undefined || place === undefined) return [];
    return [{ path: place, message: `${port} is ${other.owner}; take another` }];
  });
}

function listening(pod: unknown, path: Path): readonly Listening[] {
  const of = (owner: string, ...keys: readonly string[]): Listening => ({
    port: at(pod, ...keys),
    owner,
    path: [...path, ...keys],
  });
  return [
    ...GLUETUN_PORTS,
    ...proxies(pod),
    of('the torrent port too', 'torrentPort'),
    of("the port of the client's WebUI", 'client', 'webUi', 'port'),
    ...itemsOf(at(pod, 'companions')).map((companion, index) => ({
      port: at(companion, 'webUi', 'port'),
      owner: `the port of companions[${index}]`,
      path: [...path, 'companions', index, 'webUi', 'port'],
    })),
  ];
}

/** gluetun's proxies, where they are on, at their default ports (gluetun v3.41.3). */
function proxies(pod: unknown): readonly Listening[] {
  return [
    ...(at(pod, 'gluetun', 'httpProxy') === undefined
      ? []
      : [{ port: 8888, owner: "the port of gluetun's HTTP proxy", path: undefined }]),
    ...(at(pod, 'gluetun', 'shadowsocks') === undefined
      ? []
      : [{ port: 8388, owner: "the port of gluetun's Shadowsocks server", path: undefined }]),
  ];
}
