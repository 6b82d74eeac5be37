import type { CanaryReport } from '../../../lib/live/canary';
import { findLivePods } from '../../../lib/live/find-live-pods';
import type { LivePod } from '../../../lib/live/live-pod';
import type { ContainerLook, GluetunLook } from '../../../lib/live/look';
import { type Seen, seen, unseen } from '../../../lib/live/seen';
import { type Survey, survey } from '../../../lib/live/survey';
import type { Tries } from '../../../lib/live/tries';
import type { Refusal } from '../../../lib/live/unlocked-pod';
import { probes } from '../../../lib/locks/probes';
import { findVpnPods, type VpnPod } from '../../../lib/manifest/vpn-pod';
import { FakeCluster } from '../../live/fake-cluster';
import { handWritten } from '../closed-manifests';
import type { LockedManifests } from '../locked-manifests';

/** What is seen differently from the healthy Pod of the fake cluster; `unseen` for what nobody saw. */
export interface Difference {
  readonly pod?: Partial<LivePod>;
  readonly gluetun?: Partial<GluetunLook> | 'unseen';
  readonly gluetunAfter?: Partial<GluetunLook> | 'unseen';
  readonly client?: Partial<ContainerLook> | 'unseen';
  readonly tries?: Partial<Tries> | 'unseen';
  readonly canary?: Partial<CanaryReport> | 'unseen';
  readonly unlockedPod?: Partial<Refusal> | 'unseen';
}

let healthy: Survey;

beforeAll(async () => {
  const cluster = new FakeCluster();
  const [pod] = await findLivePods(cluster, { namespace: 'downloads' });
  if (pod === undefined) throw new Error('the fake cluster has no Pod');
  const canary = { patienceSeconds: 0.6 };
  healthy = await survey(cluster, pod, { askUrl: 'http://ask/', question: 'example.com', canary, cleaner: cluster });
});

/** The healthy Pod as it was seen. */
export function healthySurvey(): Survey {
  return healthy;
}

/** What the probe of a lock says: `state: what was seen`, and the hole if there is one. */
export function evidence(lock: string, difference: Difference = {}): readonly string[] {
  const probe = probes.get(lock);
  if (probe === undefined) throw new Error(`no lock ${lock}`);
  return probe(surveyWith(difference)).map(
    ({ state, saw, hole }) => `${state}: ${saw}${hole === undefined ? '' : ` [${hole}]`}`,
  );
}

function surveyWith({ pod, gluetun, gluetunAfter, client, tries, canary, unlockedPod }: Difference): Survey {
  return {
    ...healthy,
    pod: { ...healthy.pod, ...pod },
    gluetun: changed(healthy.gluetun, gluetun),
    gluetunAfter: changed(healthy.gluetunAfter, gluetunAfter),
    companions: healthy.companions.map((companion) => ({
      ...companion,
      look: changed(companion.look, client),
      tries: changed(companion.tries, tries),
    })),
    canary: changed(healthy.canary, canary),
    unlockedPod: changed(healthy.unlockedPod, unlockedPod),
  };
}

function changed<T>(whole: Seen<T>, difference: Partial<T> | 'unseen' | undefined): Seen<T> {
  if (difference === 'unseen') return unseen('nobody looked');
  return whole.kind === 'seen' ? seen({ ...whole.value, ...difference }) : whole;
}

/** The Pod after a change of the manifests that it was made from. */
export function vpnPodWith(change: (manifests: LockedManifests) => void): VpnPod {
  const manifests = handWritten();
  change(manifests);
  const [vpnPod] = findVpnPods(manifests.documents);
  if (vpnPod === undefined) throw new Error('the manifests have no Pod with gluetun');
  return vpnPod;
}
