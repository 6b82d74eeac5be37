import { checkManifests } from '../check/check-manifests';
import { type Finding, formatObject } from '../check/finding';
import { textReport } from '../check/text-report';
import { locks } from '../locks';
import type { ManifestDocument } from '../manifest/document';
import { type Manifests, readManifests } from '../manifest/read-manifests';
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
  const read = readerOf(pods.flat());
  const foreign = beside.flatMap((file) => read(file).documents);
  const findings = pods.flatMap((files) => findingsOf(files, files.map(read), foreign));
  const besides = new Set(beside.map(({ path }) => path));
  // The reason that a declaration gives is for what it says itself, not for whatever else opens the same lock.
  const open = findings.filter(({ file, suppressed }) => suppressed === undefined || besides.has(file));
  if (open.length > 0) throw new OpenLockError(textReport(open.map(({ suppressed, ...finding }) => finding)));
  return findings;
}

/** Reads files, and those that several Pods share only once. The others it does not keep: 10,000 Pods would fill the memory. */
function readerOf(files: readonly RenderedFile[]): (file: RenderedFile) => Manifests {
  const [seen, shared] = [new Set<RenderedFile>(), new Map<RenderedFile, Manifests | undefined>()];
  for (const file of files) {
    if (seen.has(file)) shared.set(file, undefined);
    seen.add(file);
  }
  return (file) => {
    const manifests = shared.get(file) ?? readManifests(file.content, file.path);
    if (shared.has(file)) shared.set(file, manifests);
    return manifests;
  };
}

function findingsOf(
  files: readonly RenderedFile[],
  read: readonly Manifests[],
  foreign: readonly ManifestDocument[],
): Finding[] {
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
