import { textOf } from '../manifest/plain-value';
import type { Cluster } from './cluster';
import { type Seen, seen, unseen } from './seen';

/** What the API server said when it was asked, as a dry run, to take a Pod without any lock. */
export interface Refusal {
  readonly isRefused: boolean;
  /** Whether one of Podlock's policies refused it. */
  readonly byPodlock: boolean;
  readonly message: string;
}

/** Asks with dryRun=All: every admission policy judges the Pod, and nothing is stored. */
export async function offerUnlockedPod(cluster: Cluster, namespace: string): Promise<Seen<Refusal>> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'podlock-verify-dry-run', namespace },
    spec: { containers: [{ name: 'client', image: 'docker.io/library/busybox:1.36.1' }] },
  };
  const { status, body } = await cluster.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
  const message = textOf(body['message']) ?? '';
  if (status >= 200 && status < 300) return seen({ isRefused: false, byPodlock: false, message: '' });
  const isAdmission = /denied request|violates PodSecurity|exceeded quota/.test(message);
  if (!isAdmission) return unseen(`the API server did not judge the dry run: ${message || status}`);
  return seen({ isRefused: true, byPodlock: /ValidatingAdmissionPolicy .*podlock/s.test(message), message });
}
