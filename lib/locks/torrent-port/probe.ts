import { closed, type Evidence, judge, note, type Probe } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';
import { formatSocket } from '../../live/sockets';
import { torrentPorts } from '../../live/torrent-ports';

export const probe: Probe = ({ gluetun, pod }) =>
  judge(gluetun, 'the forwarded port', (look) => {
    const ports = torrentPorts(pod, look);
    if (ports.length === 0) return [note('gluetun forwards no port: peers cannot connect')];
    return [
      ...ports.flatMap((port) => listening(port, look)),
      ...servicesRead(pod.vpnPod.index.everywhere('Service').length),
    ];
  });

function listening(port: number, { sockets }: GluetunLook): readonly Evidence[] {
  const found = sockets.filter((socket) => socket.port === port).map(formatSocket);
  if (found.length === 0) return [note(`nobody listens on the forwarded port ${port} now: peers cannot connect`)];
  return [closed(`the client listens on the forwarded port ${port}: ${found.join(', ')}`)];
}

function servicesRead(services: number): readonly Evidence[] {
  const what = services === 1 ? '1 Service' : `${services} Services`;
  return [closed(`${what} of the namespace read: whatever leads to that port from outside would stand above`)];
}
