import { closed, type Evidence, judge, note, open, type Probe } from '../../live/evidence';
import type { Credentials } from '../../live/look';
import type { CompanionSurvey } from '../../live/survey';

/** Bits of capabilities(7) that reach the network past the client's own sockets, or give themselves the others. */
const dangerous: readonly (readonly [number, string])[] = [
  [8, 'SETPCAP'],
  [12, 'NET_ADMIN'],
  [13, 'NET_RAW'],
  [16, 'SYS_MODULE'],
  [19, 'SYS_PTRACE'],
  [21, 'SYS_ADMIN'],
  [39, 'BPF'],
];

export const probe: Probe = ({ companions }) =>
  companions.flatMap((companion) => [...capabilities(companion), ...socket(companion)]);

function capabilities({ name, look }: CompanionSurvey): readonly Evidence[] {
  return judge(look, `the capabilities of ${name}`, ({ credentials }) => {
    const held = [...new Set(credentials.flatMap(heldBy))];
    const [first] = credentials;
    if (first === undefined) return [];
    const mask = `CapBnd ${hex(first.bounding)}, CapEff ${hex(first.effective)}`;
    if (held.length > 0) return [open(`processes of ${name} may have ${held.join(', ')}: ${mask}`)];
    const privileges = credentials.every(({ noNewPrivileges }) => noNewPrivileges);
    return [
      closed(
        `no process of ${name} can have NET_RAW or NET_ADMIN, so the kernel lets none write frames, set marks or change rules: ${mask}`,
      ),
      privileges
        ? closed(`${name} runs with NoNewPrivs`)
        : open(`${name} runs without NoNewPrivs: a setuid program gains root there`),
    ];
  });
}

function heldBy({ bounding, effective }: Credentials): readonly string[] {
  return dangerous.flatMap(([bit, capability]) => (((bounding | effective) >> BigInt(bit)) & 1n ? [capability] : []));
}

function hex(mask: bigint): string {
  return mask.toString(16).padStart(16, '0');
}

/** With such a socket, frames go out with any source address, the Pod's and the tunnel's too; so none is sent. */
function socket({ name, tries }: CompanionSurvey): readonly Evidence[] {
  if (tries.kind === 'unseen') return [note(`an AF_PACKET socket in ${name}: ${tries.why}`)];
  const { frameSocket } = tries.value;
  if (frameSocket.kind === 'unseen') return [note(`an AF_PACKET socket in ${name} was not tried: ${frameSocket.why}`)];
  if (frameSocket.value) {
    return [
      open(
        `the kernel gave ${name} an AF_PACKET socket: frames with the Pod's or the tunnel's source address leave past iptables`,
      ),
    ];
  }
  return [
    closed(
      `an AF_PACKET socket in ${name}: "Operation not permitted", so no frame with the Pod's or the tunnel's source address`,
    ),
  ];
}
