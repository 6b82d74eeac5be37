import { checkManifests } from '../../lib/check/check-manifests';
import type { Finding } from '../../lib/check/finding';
import { locks } from '../../lib/locks';
import type { ManifestDocument } from '../../lib/manifest/document';

/** Every open lock, as `lock: severity path: message`. */
export function findingsOf(documents: readonly ManifestDocument[]): readonly string[] {
  return checkManifests(documents, locks).findings.map((finding) => `${finding.lock}: ${findingText(finding)}`);
}

/** `severity path: message`. */
export function findingText({ severity, state, path, message }: Finding): string {
  return `${severity}${state === 'unknown' ? ' unknown' : ''} ${path}: ${message}`;
}
