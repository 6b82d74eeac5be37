import type { VerifyReport } from './json-report';
import type { LockVerdict } from './verdict';

/** One verify and when it ended. */
export interface Measurement {
  /** @default - the verify failed: nothing is known of any lock */
  readonly report: VerifyReport | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seconds: number;
}

const states: readonly LockVerdict['state'][] = ['closed', 'open', 'unknown', 'loosened'];

/**
 * A verify in Prometheus' text format (version 0.0.4). After a verify that failed there are no locks: an old state must
 * not look like a new one.
 */
export function metricsText({ report, at, seconds }: Measurement): string {
  const isWhole = report !== undefined && report.errors.length === 0;
  const locks = (report?.pods ?? []).flatMap(({ pod, locks: verdicts }) =>
    verdicts.flatMap(({ lock, state }) =>
      states.map((each) => {
        const { namespace, name, vpnPod } = pod;
        const workload = vpnPod.workload.reference.name;
        const labels = labelsOf({ namespace, workload, pod: name, lock, state: each });
        return `podlock_lock_state{${labels}} ${each === state ? 1 : 0}`;
      }),
    ),
  );
  return [
    '# HELP podlock_lock_state Whether a lock of a Pod was seen in this state: 1 for one of its four states.',
    '# TYPE podlock_lock_state gauge',
    ...locks,
    '# HELP podlock_verify_success Whether the last verify saw every Pod.',
    '# TYPE podlock_verify_success gauge',
    `podlock_verify_success ${isWhole ? 1 : 0}`,
    '# HELP podlock_verify_timestamp_seconds When the last verify ended.',
    '# TYPE podlock_verify_timestamp_seconds gauge',
    `podlock_verify_timestamp_seconds ${Math.floor(at / 1000)}`,
    '# HELP podlock_verify_duration_seconds How long the last verify took.',
    '# TYPE podlock_verify_duration_seconds gauge',
    `podlock_verify_duration_seconds ${seconds.toFixed(1)}`,
    '',
  ].join('\n');
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}
