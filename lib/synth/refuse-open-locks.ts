import { checkManifests } from '../check/check-manifests';
import type { Finding } from '../check/finding';
import { textReport } from '../check/text-report';
import { locks } from '../locks';
import { readManifests } from '../manifest/read-manifests';
import type { RenderedManifests } from './render-manifests';

/** What was rendered leaves a lock open, or shows no Pod at all: a fault of Podlock, and nothing to publish. */
export class OpenLockError extends Error {}

/**
 * Reads back what will be published, as any stranger's manifests are read, and asks every lock.
 *
 * @throws OpenLockError
 */
export function refuseOpenLocks({ pods }: RenderedManifests): void {
  const findings: Finding[] = [];
  for (const files of pods) {
    const read = files.map(({ path, content }) => readManifests(content, path));
    const result = checkManifests(
      read.flatMap(({ documents }) => documents),
      locks,
    );
    findings.push(...read.flatMap(({ problems }) => problems), ...result.findings);
    // No finding in no Pod is no proof of anything.
    if (result.workloads.length !== 1) {
      throw new OpenLockError(`${files[0]?.path ?? 'no file'}: ${result.workloads.length} VPN Pods were found, not 1`);
    }
  }
  if (findings.length > 0) throw new OpenLockError(textReport(findings));
}
