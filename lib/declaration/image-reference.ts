import { ValueError } from '../network/value-error';

const HOST = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\d{1,5})?`;
const PATH_PART = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const REFERENCE = new RegExp(
  `^(?<repository>(?:${HOST}/)?${PATH_PART}(?:/${PATH_PART})*)` +
    `(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

/** Tags under which registries keep publishing new images: names of a branch or channel, and a major number alone. */
const MOVING_TAG = /^(?:[^0-9]*|v?\d+)$/;

const LONGEST_REFERENCE = 512;
const ALLOWED = 'allowed are "repository:tag", "repository:tag@sha256:…" and "repository@sha256:…"';

/**
 * A reference to a container image that stays what it is: with the tag of a release, or a digest.
 * @throws ValueError
 */
export function parseImageReference(value: unknown): string {
  const groups =
    typeof value === 'string' && value.length <= LONGEST_REFERENCE ? REFERENCE.exec(value)?.groups : undefined;
  if (typeof value !== 'string' || groups === undefined) {
    throw new ValueError(value, `is not the reference of an image: ${ALLOWED}`);
  }
  const { digest, tag } = groups;
  if (digest === undefined && tag !== undefined && MOVING_TAG.test(tag)) {
    throw new ValueError(value, `has the tag "${tag}", which changes under you: take that of a release, or a digest`);
  }
  if (tag === undefined && digest === undefined) throw new ValueError(value, `has neither tag nor digest: ${ALLOWED}`);
  return value;
}
