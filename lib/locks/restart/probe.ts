import { closed, type Evidence, judge, open, type Probe, unknown } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';

export const probe: Probe = ({ pod, gluetun }) => [
  pod.siblings > 1
    ? open(`${pod.siblings} Pods of the same owner are there now, with the same keys and the same port`)
    : closed('one Pod of this owner is there now'),
  ...judge(gluetun, 'the ip rules', leftovers),
];

/** gluetun adds one rule a family (gluetun v3.41.3, preference 101), and fails where an old one is left. */
function leftovers({ rules, rules6, hasIpv6 }: GluetunLook): readonly Evidence[] {
  if (rules.length === 0) return [unknown("the ip rules: gluetun's container has no program ip")];
  return [
    { family: 'IPv4', lines: rules },
    { family: 'IPv6', lines: hasIpv6 ? rules6 : [] },
  ].flatMap(({ family, lines }) => {
    const tunnel = lines.filter((line) => /^101:/.test(line));
    if (tunnel.length > 1)
      return [open(`${tunnel.length} ip rules of preference 101 in ${family}: an old one was left`)];
    return tunnel.map((line) =>
      closed(`one ip rule of preference 101 in ${family}: ${line.replace(/\s+/g, ' ').trim()}`),
    );
  });
}
