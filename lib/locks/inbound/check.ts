import { containerPortsOf, resolvePort } from '../../manifest/container-port';
import { gluetunSettings } from '../../manifest/gluetun-settings';
import { formatPort, isolationOf, type PolicyPort, type PolicyRule } from '../../manifest/network-policy';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { controlServerAuthentication } from './control-server';
import { type Listener, listenersOf } from './listeners';

export const check: Check = (pod) => {
  const listeners = listenersOf(gluetunSettings(pod));
  return [...controlServerAuthentication(pod), ...reachable(pod, listeners), ...controlServerAddress(pod, listeners)];
};

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

function judge(rule: PolicyRule, pod: VpnPod, listeners: readonly Listener[]): OpenLock[] {
  const { document, path, ports, isCertain } = rule;
  // Wherever a policy without a namespace goes, what it admits is judged where it certainly applies.
  if (!isCertain) return [];
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
