import { closed, type Evidence, judge, note, open, type Probe, unknown } from '../../live/evidence';
import type { CompanionSurvey } from '../../live/survey';

export const probe: Probe = ({ companions, gluetun }) => [
  ...companions.flatMap((companion) => [...resolvConf(companion), ...answered(companion)]),
  ...judge(gluetun, "gluetun's DNS server", ({ sockets }) =>
    sockets.some(({ port }) => port === 53)
      ? [closed('somebody listens on port 53 of the Pod, as gluetun does')]
      : [open("nobody listens on port 53 of the Pod: gluetun's DNS server is off")],
  ),
];

function resolvConf({ name, look }: CompanionSurvey): readonly Evidence[] {
  return judge(look, `/etc/resolv.conf of ${name}`, ({ nameservers }) => {
    const others = nameservers.filter((server) => !isLoopback(server));
    if (nameservers.length === 0) return [open(`/etc/resolv.conf of ${name} names no server`)];
    if (others.length > 0) return [open(`/etc/resolv.conf of ${name} names ${others.join(', ')}`)];
    return [closed(`/etc/resolv.conf of ${name} names ${nameservers.join(', ')} alone`)];
  });
}

/** Who answered is what resolv.conf says, so it is no proof by itself; that somebody did shows that names resolve. */
function answered({ name, tries }: CompanionSurvey): readonly Evidence[] {
  if (tries.kind === 'unseen') return [unknown(`a question for a name from ${name}: ${tries.why}`)];
  const { resolver } = tries.value;
  if (resolver.kind === 'unseen') return [note(`a question for a name from ${name}: ${resolver.why}`)];
  const isOwn = isLoopback(resolver.value);
  return [(isOwn ? closed : open)(`a question for a name from ${name} was answered by ${resolver.value}`)];
}

function isLoopback(address: string): boolean {
  return /^(?:127\.|\[?::1\]?(?::\d+)?$)/.test(address);
}
