import { isPort } from '../network/port';
import { METRICS_PORT } from './metrics';
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

/** WebDAV, XML-RPC and their health checks, and what has no next port: ruTorrent's own health check is there. */
const RTORRENT_PORTS: ReadonlySet<unknown> = new Set([17995, 17996, 17997, 17998, 17999, 65535]);

/** A port that two programs of one Pod would listen on: only one of them gets it. */
export function portMistakes(pod: unknown, path: Path): PathMistake[] {
  const ports = listening(pod, path).filter(({ port }) => isPort(port));
  return [
    ...rtorrentMistakes(pod, path),
    ...ports.flatMap(({ port, path: place }, index) => {
      const other = ports.slice(0, index).find((earlier) => earlier.port === port);
      if (other === undefined || place === undefined) return [];
      return [{ path: place, message: `${port} is ${other.owner}; take another` }];
    }),
  ];
}

function listening(pod: unknown, path: Path): readonly Listening[] {
  const of = (owner: string, ...keys: readonly string[]): Listening => ({
    port: at(pod, ...keys),
    owner,
    path: [...path, ...keys],
  });
  return [
    ...GLUETUN_PORTS,
    of('the torrent port too', 'torrentPort'),
    of("the port of the client's WebUI", 'client', 'webUi', 'port'),
    ...(at(pod, 'metrics') === undefined ? [] : [tunnelMetrics(pod, path)]),
    ...itemsOf(at(pod, 'companions')).flatMap((companion, index) => portsOf(companion, index, path)),
    ...proxy(pod, path, 'httpProxy', 8888),
    ...proxy(pod, path, 'shadowsocks', 8388),
  ];
}

function tunnelMetrics(pod: unknown, path: Path): Listening {
  const port = at(pod, 'metrics', 'port') ?? METRICS_PORT;
  return { port, owner: "the port of the tunnel's metrics", path: [...path, 'metrics', 'port'] };
}

/** A companion may tell its metrics at the port of its WebUI. */
function portsOf(companion: unknown, index: number, path: Path): readonly Listening[] {
  const [webUi, metrics] = [at(companion, 'webUi', 'port'), at(companion, 'metrics', 'port')];
  const of = (port: unknown, key: string): Listening => ({
    port,
    owner: `the port of companions[${index}]`,
    path: [...path, 'companions', index, key, 'port'],
  });
  return metrics === webUi ? [of(webUi, 'webUi')] : [of(webUi, 'webUi'), of(metrics, 'metrics')];
}

/** One of gluetun's proxies, where it is on, at its own or its default port (gluetun v3.41.3). */
function proxy(pod: unknown, path: Path, name: 'httpProxy' | 'shadowsocks', usual: number): readonly Listening[] {
  if (at(pod, 'gluetun', name) === undefined) return [];
  const port = at(pod, 'gluetun', name, 'port') ?? usual;
  return [{ port, owner: `the port of gluetun.${name}`, path: [...path, 'gluetun', name, 'port'] }];
}

function rtorrentMistakes(pod: unknown, path: Path): PathMistake[] {
  const port = at(pod, 'client', 'webUi', 'port');
  if (at(pod, 'client', 'application') !== 'rtorrent' || !RTORRENT_PORTS.has(port)) return [];
  const message = `${port} or the next port is one that the image of rTorrent uses inside the Pod; take another`;
  return [{ path: [...path, 'client', 'webUi', 'port'], message }];
}
