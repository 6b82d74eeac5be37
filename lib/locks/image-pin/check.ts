import type { PodContainer } from '../../manifest/pod-container';
import type { Check, OpenLock, Severity } from '../lock';

export const check: Check = ({ containers }) =>
  containers.flatMap((container) => [...movingImage(container), ...loadedPrograms(container)]);

/** What the init of linuxserver's images installs at each start: whole programs, as they are on that day. */
const installs = ['DOCKER_MODS', 'INSTALL_PACKAGES', 'INSTALL_PIP_PACKAGES'];

function loadedPrograms({ environment, name }: PodContainer): OpenLock[] {
  return installs.flatMap((variable): OpenLock[] => {
    const setting = environment.get(variable);
    if (setting === undefined || setting.kind === 'unknown' || ('value' in setting && setting.value === '')) return [];
    const message = `${variable} puts programs into ${name} at each start that its image does not have`;
    return [{ state: 'open', message, path: setting.path, severity: 'risk' }];
  });
}

function movingImage(container: PodContainer): OpenLock[] {
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
