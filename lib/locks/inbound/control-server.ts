import { posix } from 'node:path';
import type { Path } from '../../manifest/document';
import { gluetunSettings } from '../../manifest/gluetun-settings';
import { fieldsOf, textOf } from '../../manifest/plain-value';
import { computed } from '../../manifest/shell-word';
import { files, mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** Every container of the Pod shares gluetun's loopback, so an address alone keeps nobody out. */
export function controlServerAuthentication(pod: VpnPod): OpenLock[] {
  return [...defaultRole(pod), ...rolesOfFile(pod)];
}

function defaultRole(pod: VpnPod): OpenLock[] {
  const role = gluetunSettings(pod).get('HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE');
  if (role.kind === 'unknown') {
    return [
      { state: 'unknown', message: `${role.source} decides who may use gluetun's control server`, path: role.path },
    ];
  }
  if (role.kind === 'unset') return hasFile(pod) ? [] : [demandsNoKey(pod.gluetun.path)];
  const { auth, password } = parseRole(role.kind === 'value' ? role.value : role.text);
  if ((auth !== 'apikey' && auth !== 'basic') || !password) return [demandsNoKey(role.path)];
  if (password.includes(computed) || (role.kind === 'value' && role.secret)) return [];
  const message = "the key of gluetun's control server stands in the manifest";
  return [{ state: 'open', message, path: role.path }];
}

function demandsNoKey(path: Path): OpenLock {
  return {
    state: 'open',
    message: "gluetun's control server demands no key: any container of the Pod can stop the VPN at 127.0.0.1:8000",
    path,
  };
}

/** A role as gluetun v3.41.3 reads it from HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE. */
function parseRole(text: string): { auth: string | undefined; password: string | undefined } {
  const { auth, apikey, password } = fieldsOf(parseJson(text));
  const kind = textOf(auth)?.toLowerCase();
  return { auth: kind, password: textOf(kind === 'apikey' ? apikey : password) };
}

/** JSON has no place for the mark itself. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replaceAll(computed, '\\u0000'));
  } catch {
    return undefined;
  }
}

const rolesVariable = 'HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH';

/** Where the roles stand; undefined when the input does not tell. */
function rolesFile(pod: VpnPod): string | undefined {
  const setting = gluetunSettings(pod).get(rolesVariable);
  // An envFrom that the input lacks may set any variable; here only one that is named counts.
  const isNamed =
    setting.kind !== 'unknown' || [...pod.gluetun.environment.entries()].some(([name]) => name === rolesVariable);
  if (setting.kind === 'unset' || !isNamed) return '/gluetun/auth/config.toml';
  return setting.kind === 'value' ? posix.normalize(setting.value) : undefined;
}

function hasFile(pod: VpnPod): boolean {
  const file = rolesFile(pod);
  return (
    file !== undefined &&
    mounts(pod, pod.gluetun).some(({ mountPath }) => mountPath === file || mountPath === posix.dirname(file))
  );
}

/** Questions that tell no more than the address that peers see anyway, and change nothing. */
const harmless = /^GET \/v1\/(?:publicip\/ip|portforward|openvpn\/portforwarded|(?:vpn|openvpn|dns|updater)\/status)$/;

/** The roles of a file come before the default role (gluetun v3.41.3, HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH). */
function rolesOfFile(pod: VpnPod): OpenLock[] {
  const file = rolesFile(pod);
  if (file === undefined) return [hiddenRoles(pod)];
  return files(pod, pod.gluetun).flatMap(({ name, text, mount }) => {
    if (name !== file || text === undefined) return [];
    return openRoutes(text).map((route) => ({
      state: 'open',
      message: `${posix.basename(file)} gives ${route} to every container of the Pod, without a key`,
      path: mount.path,
    }));
  });
}

function hiddenRoles(pod: VpnPod): OpenLock {
  const { path } = pod.gluetun;
  const message = `${rolesVariable} names roles of gluetun's control server that the input lacks`;
  return { state: 'unknown', message, path };
}

function openRoutes(toml: string): readonly string[] {
  const roles = toml
    .replace(/^\s*#.*$/gm, '')
    .split(/\[\[\s*roles\s*\]\]/)
    .slice(1);
  return roles.flatMap((role) => {
    const auth = /^\s*["']?auth["']?\s*=\s*["'](\w*)["']/m.exec(role)?.[1];
    if (auth !== undefined && /^(?:apikey|basic)$/i.test(auth) && !/^\s*(?:apikey|password)\s*=\s*["']{2}/m.test(role))
      return [];
    const list = /routes["']?\s*=\s*\[([^\]]*)\]/.exec(role)?.[1] ?? '';
    return [...list.matchAll(/["']([^"']+)["']/g)].flatMap(([, route = '']) => (harmless.test(route) ? [] : [route]));
  });
}
