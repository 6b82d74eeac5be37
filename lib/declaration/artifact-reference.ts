import { ValueError } from '../network/value-error';

const LONGEST_URL = 512;
const HOST = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?`;
const PATH_PART = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const ARTIFACT = new RegExp(`^oci://${HOST}(?:/${PATH_PART})+$`);
const TAG = /^\w[\w.-]{0,127}$/;

/**
 * The URL of an OCI artifact, without its tag, as Flux takes it (`OCIRepository`, `spec.url`).
 * @throws ValueError
 */
export function parseArtifactUrl(value: unknown): string {
  const allowed = 'allowed are such as "oci://ghcr.io/you/homelab", without tag, user and password';
  if (typeof value !== 'string' || value.length > LONGEST_URL) {
    throw new ValueError(value, `is not the URL of an artifact: ${allowed}`);
  }
  if (ARTIFACT.test(value)) return value;
  // Never the URL itself: a token may be in it.
  if (value.includes('@')) throw new ValueError('the URL', `holds a user, a password or a digest: ${allowed}`);
  const [, untagged] = /^(oci:\/\/[^/]+\/.+):[^:/]+$/.exec(value) ?? [];
  if (untagged !== undefined && ARTIFACT.test(untagged)) {
    throw new ValueError(value, 'has a tag, which goes into "tag"', untagged);
  }
  const fixed = `oci://${value.replace(/^\w+:\/\//, '')}`;
  throw new ValueError(
    value,
    `is not the URL of an artifact: ${allowed}`,
    ARTIFACT.test(fixed) && fixed !== value ? fixed : undefined,
  );
}

/**
 * The tag of an OCI artifact: 1 to 128 of letters, digits, "_", "." and "-".
 * @throws ValueError
 */
export function parseArtifactTag(value: unknown): string {
  if (typeof value === 'string' && TAG.test(value)) return value;
  throw new ValueError(value, 'is not the tag of an artifact: allowed are such as "latest" and "home-3"');
}
