import { checkManifests } from '../check/check-manifests';
import { type Finding, formatObject } from '../check/finding';
import { textReport } from '../check/text-report';
import { locks } from '../locks';
import type { ManifestDocument } from '../manifest/document';
import { readManifests } from '../manifest/read-manifests';
import type { RenderedFile, RenderedManifests } from './render-manifests';

/** A lock is open in what would be applied, or there is no Pod at all: nothing to publish. */
export class OpenLockError extends Error {}

/**
 * Reads back what will be published, as any stranger's manifests are read, and asks every lock.
 *
 * @param beside manifests that Podlock never wrote and that are applied with the others: a Service or a NetworkPolicy
 * among them can open a lock too
 * @returns the locks that the declaration leaves open, with its reason
 * @throws OpenLockError when any other is open
 */
export function refuseOpenLocks({ pods }: RenderedManifests, beside: readonly RenderedFile[] = []): readonly Finding[] {
  const foreign = beside.flatMap(({ path, content }) => readManifests(content, path).documents);
  const findings = pods.flatMap((files) => findingsOf(files, foreign));
  const besides = new Set(beside.map(({ path }) => path));
  // The reason that a declaration gives is for what it says itself, not for whatever else opens the same lock.
  const open = findings.filter(({ file, suppressed }) => suppressed === undefined || besides.has(file));
  if (open.length > 0) throw new OpenLockError(textReport(open.map(({ suppressed, ...finding }) => finding)));
  return findings;
}

function findingsOf(files: readonly RenderedFile[], foreign: readonly ManifestDocument[]): Finding[] {
  const read = files.map(({ path, content }) => readManifests(content, path));
  const documents = read.flatMap((manifests) => manifests.documents);
  const alone = checkManifests(documents, locks);
  const [pod, ...others] = alone.workloads;
  // No finding in no Pod is no proof of anything.
  if (pod === undefined || others.length > 0) {
    throw new OpenLockError(`${files[0]?.path ?? 'no file'}: ${alone.workloads.length} VPN Pods were found, not 1`);
  }
  const { findings } = foreign.length === 0 ? alone : checkManifests([...documents, ...foreign], locks);
  const ours = findings.filter(({ object }) => formatObject(object) === formatObject(pod));
  return [...read.flatMap(({ problems }) => problems), ...ours];
}
