import { closed, type Evidence, judge, note, open, type Probe, unknown } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';
import { formatSocket, isWildcard } from '../../live/sockets';
import { torrentPorts } from '../../live/torrent-ports';

export const probe: Probe = ({ gluetun, pod }) =>
  judge(gluetun, "the client's sockets", (look) => sockets(look, torrentPorts(pod, look)));

function sockets({ sockets: all, addresses }: GluetunLook, ports: readonly number[]): readonly Evidence[] {
  if (ports.length === 0)
    return [note('which port is the torrent port is not known, so its sockets were not looked at')];
  const found = all.filter(({ port }) => ports.includes(port));
  if (found.length === 0) return [unknown(`nobody listens on the torrent port ${ports.join(', ')} now`)];
  const tunnels = addresses
    .filter((line) => !/^(?:lo|eth\d+) /.test(line))
    .map((line) => (line.split(' ')[1] ?? '').replace(/\/\d+$/, ''));
  return found.map((socket) => {
    const text = `the torrent port listens on ${formatSocket(socket)}`;
    if (isWildcard(socket)) return open(`${text}: every interface, the Pod's own too`);
    if (tunnels.includes(socket.address)) return closed(`${text}, an address of the tunnel`);
    if (/^(?:127\.|::1$)/.test(socket.address)) return note(`${text}, which nobody reaches from outside`);
    return addresses.length === 0
      ? unknown(`${text}; whose address that is could not be seen`)
      : open(`${text}, which is not the tunnel's`);
  });
}
