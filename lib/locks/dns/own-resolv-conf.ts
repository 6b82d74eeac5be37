import { settingValue } from '../../manifest/client-settings';
import type { PodContainer } from '../../manifest/pod-container';
import { postStartScriptOf, startScriptOf } from '../../manifest/start-script';
import { files, mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';
import { judgeServer } from './name-server';

const resolvConf = '/etc/resolv.conf';

/** Containers that do not leave /etc/resolv.conf to the kubelet. */
export function ownResolvConf(pod: VpnPod): OpenLock[] {
  return pod.containers.flatMap((container) => [...mounted(pod, container), ...written(pod, container)]);
}

function mounted(pod: VpnPod, container: PodContainer): OpenLock[] {
  const read = files(pod, container);
  return mounts(pod, container)
    .filter(({ mountPath }) => mountPath === resolvConf || mountPath === '/etc')
    .flatMap(({ mountPath, volume, path }): OpenLock[] => {
      const file = read.find((each) => each.mount.path.join() === path.join() && each.name === resolvConf);
      if (file?.text !== undefined) return serversIn(file.text).flatMap((server) => judge(container, server, path));
      if (mountPath === '/etc' && file === undefined) return [];
      const message = `volume ${volume.name} takes the place of ${container.name}'s ${resolvConf}, and the input lacks what is in it`;
      return [{ state: 'unknown', message, path }];
    });
}

function written(pod: VpnPod, container: PodContainer): OpenLock[] {
  return [startScriptOf(pod, container), postStartScriptOf(pod, container)].flatMap((script) => {
    if (script === undefined || !script.text.includes('resolv.conf')) return [];
    return serversIn(script.text).flatMap((written) => {
      const server = settingValue(written, container.environment);
      const found = server === undefined ? [] : judge(container, server, script.path);
      // gluetun asks it through the tunnel, until its own server runs, and then writes 127.0.0.1 (gluetun v3.41.3).
      return container === pod.gluetun ? found.filter(({ severity }) => severity === 'leak') : found;
    });
  });
}

function serversIn(text: string): readonly string[] {
  return [...text.matchAll(/\bnameserver\s+([\w.:${}]+)/g)].map(([, server = '']) => server);
}

function judge({ name }: PodContainer, server: string, path: OpenLock['path']): OpenLock[] {
  const found = judgeServer(server);
  if (found === undefined) return [];
  const message = `${resolvConf} of ${name} sends names to ${server}${found.why}`;
  return [{ state: 'open', message, path, severity: found.severity }];
}
