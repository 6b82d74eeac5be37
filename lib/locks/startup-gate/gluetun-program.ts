import { commandOf } from '../../manifest/pod-container';
import { isShell, startScriptOf } from '../../manifest/start-script';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** The image's entrypoint, which is also its health command (gluetun v3.41.3). */
const entrypoint = '/gluetun-entrypoint';

/** Where something else runs in gluetun's place, nobody knows what answers the startup probe. */
export function replacedProgram(pod: VpnPod): OpenLock[] {
  return [...overlaid(pod), ...otherCommand(pod)];
}

function overlaid(pod: VpnPod): OpenLock[] {
  return mounts(pod, pod.gluetun)
    .filter(({ mountPath }) => mountPath === '/' || mountPath === '' || mountPath === entrypoint)
    .map(({ volume, path }) => ({
      state: 'open',
      message: `volume ${volume.name} takes the place of ${entrypoint}: what answers the startup probe is not gluetun`,
      path,
    }));
}

function otherCommand(pod: VpnPod): OpenLock[] {
  const { gluetun } = pod;
  const command = commandOf(gluetun);
  const [first = ''] = command;
  // With arguments alone the image's own entrypoint runs.
  const isOwn = !Array.isArray(gluetun.fields['command']) || gluetun.fields['command'].length === 0;
  if (isOwn || first === entrypoint) return [];
  const script = startScriptOf(pod, gluetun);
  const path = script?.path ?? gluetun.path;
  if (script !== undefined && script.unseen.length > 0) {
    const message = `what gluetun runs is not in the input: ${script.unseen.join(', ')}`;
    return [{ state: 'unknown', message, path, severity: 'risk' }];
  }
  const starts = isShell(first)
    ? script?.read().commands.some(({ words }) => words[0] === entrypoint)
    : command.includes(entrypoint) && /(?:^|\/)(?:tini|dumb-init|env|nice|catatonit)$/.test(first);
  if (starts) return [];
  return [{ state: 'open', message: `gluetun's command does not start ${entrypoint}`, path, severity: 'risk' }];
}
