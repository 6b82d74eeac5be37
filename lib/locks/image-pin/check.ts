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

/** Names under which registries keep publishing new images. */
const moving =
  /^(?:latest|main|master|edge|nightly|unstable|develop|development|dev|testing|stable|release|rolling|beta|alpha)(?:-|$)/i;

function judgeTag(tag: string | undefined): { why: string; severity: Severity } | undefined {
  if (tag === undefined) return { why: 'which has no tag and means latest', severity: 'risk' };
  if (moving.test(tag) || !/\d/.test(tag)) return { why: 'whose tag moves to every new image', severity: 'risk' };
  if (/^v?\d+$/.test(tag)) return { why: 'whose tag moves to every release of that number', severity: 'risk' };
  return undefined;
}
