import { posix } from 'node:path';
import { capabilitiesOf } from '../../manifest/capabilities';
import { gluetunSettings } from '../../manifest/gluetun-settings';
import type { Mount } from '../../manifest/mounted-files';
import type { PodContainer } from '../../manifest/pod-container';
import { writersOf } from '../../manifest/shared-volume';
import { startScriptOf } from '../../manifest/start-script';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/**
 * Where gluetun finds its rules, its settings and its keys (gluetun v3.41.3: /iptables, /gluetun, /run/secrets), and where
 * any program finds its own parts. /tmp/gluetun is not among them: others read the forwarded port there.
 */
const decisive = /^\/(?:$|(?:iptables|gluetun|etc|bin|sbin|lib\w*|usr|opt|root|run\/secrets)(?:\/|$))/;

/** Variables that name a file from which gluetun reads settings or keys (gluetun v3.41.3). */
const namesFile = /_(?:FILEPATH|SECRETFILE)$|^OPENVPN_CUSTOM_CONFIG$/;

/** Who can write what gluetun, or a guard, reads there decides what they do at their next start. */
export function writableSettings(pod: VpnPod): OpenLock[] {
  return pod.containers
    .filter((container) => container === pod.gluetun || setsRules(container))
    .flatMap((container) => {
      const named = container === pod.gluetun ? settingsFiles(pod) : [];
      return mounts(pod, container).flatMap((mount) => {
        const what = readThere(mount, named);
        if (what === undefined) return [];
        return writersOf(pod, container, mount).map(({ name }) => ({
          state: 'open' as const,
          message: `${name} can write volume ${mount.volume.name}, which ${container.name} mounts at ${mount.mountPath}${what}`,
          path: mount.path,
          severity: 'risk' as const,
        }));
      });
    });
}

/** What a message adds about a place that decides; undefined for any other place. */
function readThere({ mountPath }: Mount, named: readonly SettingsFile[]): string | undefined {
  const place = posix.normalize(mountPath);
  if (decisive.test(place)) return '';
  const read = named.find(({ file }) => file === undefined || file === place || file.startsWith(`${place}/`));
  return read && `, where it reads ${read.variable}`;
}

interface SettingsFile {
  readonly variable: string;
  /** @default - only the running script, or what the input lacks, knows it */
  readonly file: string | undefined;
}

function settingsFiles(pod: VpnPod): readonly SettingsFile[] {
  const settings = gluetunSettings(pod);
  const names = [...pod.gluetun.environment.entries()].map(([name]) => name);
  const exported = startScriptOf(pod, pod.gluetun)?.read().variables.keys() ?? [];
  return [...new Set([...names, ...exported])].flatMap((variable) => {
    const setting = settings.get(variable);
    if (!namesFile.test(variable) || setting.kind === 'unset') return [];
    return [{ variable, file: setting.kind === 'value' ? posix.normalize(setting.value) : undefined }];
  });
}

function setsRules({ phase, fields }: PodContainer): boolean {
  return phase === 'init' && capabilitiesOf(fields).has('NET_ADMIN');
}
