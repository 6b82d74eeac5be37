import type { CanaryReport } from '../../live/canary';
import { closed, type Evidence, judge, note, open, type Probe, unknown } from '../../live/evidence';
import { describeTry } from '../../live/tries';
import { isolationOf } from '../../manifest/network-policy';

export const probe: Probe = ({ canary, pod }) => {
  const names = isolationOf(pod.vpnPod, 'Egress').policies.map(({ object }) => object.metadata.name);
  if (names.length === 0) return [];
  return [
    note(`NetworkPolicies that restrict this Pod's egress: ${names.join(', ')}`),
    ...judge(canary, 'whether anybody enforces them', enforced),
  ];
};

function enforced({ free, held, enforcedAfter }: CanaryReport): readonly Evidence[] {
  const reached = free.connections.filter(({ outcome }) => outcome === 'connected').map(({ target }) => target.name);
  if (reached.length === 0) {
    return [
      unknown(
        'a Pod without any lock reached none of the places, so nothing shows that the policies keep it from them',
      ),
    ];
  }
  const places = `${reached.length} places (${reached.join('; ')})`;
  if (enforcedAfter !== undefined) {
    return [
      closed(
        `a Pod without any lock on the same node reached ${places}; under a copy of these policies, none of them, ${enforcedAfter.toFixed(1)} s later`,
      ),
    ];
  }
  const still = held.filter(({ outcome }) => outcome !== 'silent' && outcome !== 'refused');
  return still.map((each) => open(`under a copy of these policies a Pod still reaches ${describeTry(each)}`));
}
