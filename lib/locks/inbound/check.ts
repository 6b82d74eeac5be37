import { containerPortsOf, resolvePort } from '../../manifest/container-port';
import { gluetunSettings } from '../../manifest/gluetun-settings';
import { formatPort, isolationOf, type PolicyPort, type PolicyRule } from '../../manifest/network-policy';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { type Listener, listenersOf } from './listeners';

export const check: Check = (pod) => {
  const listeners = listenersOf(gluetunSettings(pod));
  return [...controlServerAuthentication(pod), ...reachable(pod, listeners), ...controlServerAddress(pod, listeners)];
};

/** Every container of the Pod shares gluetun's loopback, so an address alone keeps nobody out. */
function controlServerAuthentication(pod: VpnPod): OpenLock[] {
  const role = gluetunSettings(pod).get('HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE');
  if (role.kind === 'unknown') {
    return [
      { state: 'unknown', message: `${role.source} decides who may use gluetun's control server`, path: role.path },
    ];
  }
  const text = role.kind === 'value' ? role.value : role.kind === 'computed' ? role.text : '';
  if (/"auth"\s*:\s*"(?:apikey|basic)"/i.test(text)) return [];
  const hasFile = mounts(pod, pod.gluetun).some(({ mountPath }) =>
    /^\/gluetun\/auth(?:\/config\.toml)?$/.test(mountPath),
  );
  if (role.kind === 'unset' && hasFile) return [];
  return [
    {
      state: 'open',
      message: "gluetun's control server demands no key: any container of the Pod can stop the VPN at 127.0.0.1:8000",
      path: role.kind === 'unset' ? pod.gluetun.path : role.path,
    },
  ];
}

function controlServerAddress(pod: VpnPod, listeners: readonly Listener[]): OpenLock[] {
  const control = listeners.find(({ what }) => what === 'control server');
  const setting = gluetunSettings(pod).get('HTTP_CONTROL_SERVER_ADDRESS');
  if (setting.kind === 'unknown') {
    return [
      {
        state: 'unknown',
        message: `${setting.source} decides where gluetun's control server listens`,
        path: setting.path,
      },
    ];
  }
  if (control === undefined) return [];
  return [
    {
      state: 'open',
      message: `gluetun's control server listens on the Pod's address, port ${control.port}`,
      path: setting.kind === 'unset' ? pod.gluetun.path : setting.path,
    },
  ];
}

/** What other Pods reach, by every NetworkPolicy that selects the Pod. */
function reachable(pod: VpnPod, listeners: readonly Listener[]): OpenLock[] {
  const { policies, rules } = isolationOf(pod, 'Ingress');
  const names = listeners.map(({ what, port }) => `${what} (port ${port})`).join(', ');
  if (policies.length === 0) {
    return [
      { state: 'open', message: `no NetworkPolicy in the input restricts who reaches gluetun's ${names}`, path: [] },
    ];
  }
  return rules.flatMap((rule) => judge(rule, pod, listeners));
}

function judge({ document, path, ports }: PolicyRule, pod: VpnPod, listeners: readonly Listener[]): OpenLock[] {
  if (ports === undefined) {
    const names = listeners.map(({ what, port }) => `${what} (port ${port})`).join(', ');
    return [{ state: 'open', message: `admits every port: gluetun's ${names}`, path, document }];
  }
  const declared = containerPortsOf(pod.containers);
  return ports.flatMap((port): OpenLock[] => {
    const open = (message: string): OpenLock[] => [{ state: 'open', message, path: [...path, 'ports'], document }];
    const listener = listeners.find((each) => admits(port, each.port, declared));
    if (listener !== undefined) return open(`admits ${formatPort(port)}: gluetun's ${listener.what}`);
    if (declared.length === 0 || declared.some((each) => admits(port, each.port, declared))) return [];
    return open(`admits ${formatPort(port)}, which no container declares`);
  });
}

function admits({ port, endPort }: PolicyPort, wanted: number, declared: ReturnType<typeof containerPortsOf>): boolean {
  if (port === undefined) return true;
  const first = resolvePort(port, declared);
  return first !== undefined && first <= wanted && wanted <= (endPort ?? first);
}
