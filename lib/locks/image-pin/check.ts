import type { PodContainer } from '../../manifest/pod-container';
import type { Check, OpenLock, Severity } from '../lock';

export const check: Check = ({ containers }) => containers.flatMap(judge);

function judge(container: PodContainer): OpenLock[] {
  const { image, name, path } = container;
  if (image === '' || /@sha256:[0-9a-f]{64}$/.test(image)) return [];
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];
  const found = judgeTag(tag);
  if (found === undefined) return [];
  return [
    {
      state: 'open',
      message: `${name} runs ${image}, ${found.why}`,
      path: [...path, 'image'],
      severity: found.severity,
    },
  ];
}

/** Names under which registries keep publishing new images; behind a number, `beta` and the like name one release. */
const channel =
  /^(?:dev|development|testing|stable|beta|alpha)(?:-|$)|(?:^|[-_.])(?:latest|main|master|edge|nightly|unstable|develop|rolling)(?:[-_.]|$)/i;

/** The full number of one release, as it stands or after a word that says so. */
const release = /^(?:(?:version|release)-)?v?[0-9]+(?:\.[0-9]+){2}/;

function judgeTag(tag: string | undefined): { why: string; severity: Severity } | undefined {
  if (tag === undefined) return { why: 'which has no tag and means latest', severity: 'risk' };
  if (channel.test(tag) || !/\d/.test(tag)) return { why: 'whose tag moves to every new image', severity: 'risk' };
  if (/^v?\d+(?:\.\d+)?$/.test(tag))
    return { why: 'whose tag moves to every release of that number', severity: 'risk' };
  if (!release.test(tag)) return { why: 'whose tag names no full release', severity: 'risk' };
  return undefined;
}
