import { isolationOf } from '../manifest/network-policy';
import { askCanary, type CanaryPlan, type CanaryReport } from './canary';
import type { Cluster } from './cluster';
import { type LivePod, placeIn, type Unread } from './live-pod';
import { type ContainerLook, type GluetunLook, lookInto, lookIntoGluetun } from './look';
import { type Seen, unseen } from './seen';
import { surroundingsOf } from './surroundings';
import { type Target, type Tries, tryWaysOut } from './tries';
import { offerUnlockedPod, type Refusal } from './unlocked-pod';

/** What was seen from inside of a container beside gluetun. */
export interface CompanionSurvey {
  readonly name: string;
  readonly look: Seen<ContainerLook>;
  readonly tries: Seen<Tries>;
}

/** Everything that was seen of one Pod: what the probes of the locks read. */
export interface Survey {
  readonly pod: LivePod;
  readonly gluetun: Seen<GluetunLook>;
  /** The same again after the tries, to see what was counted meanwhile. */
  readonly gluetunAfter: Seen<GluetunLook>;
  readonly companions: readonly CompanionSurvey[];
  readonly canary: Seen<CanaryReport>;
  /** What the API server says to a Pod without a lock in the same namespace. */
  readonly unlockedPod: Seen<Refusal>;
  readonly unread: readonly Unread[];
}

/** How to survey. */
export interface SurveyOptions {
  /** A page that answers with the address that asks. */
  readonly askUrl: string;
  /** A name to resolve. */
  readonly question: string;
  /** Whether to keep a canary, and where. */
  readonly canary: Pick<CanaryPlan, 'namespace' | 'patienceSeconds'> | undefined;
  /** Works after an interruption too. */
  readonly cleaner: Cluster;
  /** Is told what is done now. @default - nobody is */
  readonly progress?: (what: string) => void;
}

/** Ports of gluetun's own servers (gluetun v3.41.3): DNS, control, health, HTTP proxy, Shadowsocks. */
const serverPorts = [53, 8000, 9999, 8888, 8388];

/** Looks at a Pod from inside and outside, and tries the ways out. Nothing is installed in it, and nothing stays. */
export async function survey(cluster: Cluster, pod: LivePod, options: SurveyOptions): Promise<Survey> {
  const { progress = () => {} } = options;
  const { vpnPod } = pod;
  progress(`looking into the containers of ${pod.namespace}/${pod.name}`);
  const [gluetun, ...looks] = await Promise.all([
    lookIntoGluetun(cluster, placeIn(pod, vpnPod.gluetun.name)),
    ...lasting(pod).map((name) => lookInto(cluster, placeIn(pod, name))),
  ]);
  const known = [gluetun, ...looks].find((look) => look.kind === 'seen');
  const { targets, unread } =
    known?.kind === 'seen' ? await surroundingsOf(cluster, pod, known.value) : { targets: [], unread: [] };
  const uplink = known?.kind === 'seen' ? known.value.uplink : undefined;
  progress(`trying ${targets.length} places past the tunnel`);
  const { askUrl, question } = options;
  const plan = { targets, sources: pod.addresses, askUrl, question, ...(uplink && { uplink }) };
  const [canary, unlockedPod, ...tries] = await Promise.all([
    canaryOf(cluster, pod, targets, options),
    offerUnlockedPod(cluster, pod.namespace),
    ...lasting(pod).map((name) => tryWaysOut(cluster, placeIn(pod, name), plan)),
  ]);
  return {
    pod,
    gluetun,
    gluetunAfter: await lookIntoGluetun(cluster, placeIn(pod, vpnPod.gluetun.name)),
    companions: lasting(pod).map((name, index) => ({
      name,
      look: looks[index] ?? unseen('not looked at'),
      tries: tries[index] ?? unseen('not tried'),
    })),
    canary,
    unlockedPod,
    unread: [...pod.unread, ...unread],
  };
}

/** The containers beside gluetun that run on, client and companions. */
function lasting({ vpnPod }: LivePod): readonly string[] {
  return vpnPod.companions.filter(({ phase }) => phase !== 'ephemeral').map(({ name }) => name);
}

function canaryOf(
  cluster: Cluster,
  pod: LivePod,
  targets: readonly Target[],
  { canary, askUrl, cleaner }: SurveyOptions,
): Promise<Seen<CanaryReport>> {
  if (canary === undefined) return Promise.resolve(unseen('no canary was kept (--no-canary)'));
  const host = pod.addresses[0] ?? '';
  const inbound = serverPorts.map((port) => ({ name: `port ${port} of the VPN Pod`, host, port }));
  const policies = isolationOf(pod.vpnPod, 'Egress').policies;
  return askCanary(cluster, cleaner, pod, { ...canary, targets, inbound, policies, askUrl });
}
