import type { Path } from '../../manifest/document';
import { fieldsOf, isSwitchedOn, itemsOf, textOf } from '../../manifest/plain-value';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { isSocket, isTunnelDevice, ownsNode } from './node-path';

export const check: Check = (pod) => [
  ...token(pod),
  ...serviceLinks(pod),
  ...sharedNamespaces(pod),
  ...projectedTokens(pod),
  ...nodeFolders(pod),
  ...rawDisks(pod),
  ...tokenSecrets(pod),
  ...unshielded(pod),
];

function at({ workload }: VpnPod, field: string) {
  const { podSpec, podSpecPath } = workload;
  return field in podSpec ? [...podSpecPath, field] : podSpecPath;
}

/** The Pod's own word comes first, then its ServiceAccount's, where the input has it. */
function token(pod: VpnPod): OpenLock[] {
  const { podSpec } = pod.workload;
  const own = podSpec['automountServiceAccountToken'];
  if (own === false) return [];
  const account = textOf(podSpec['serviceAccountName']) ?? 'default';
  const found = pod.index.named('ServiceAccount', account, pod.namespace)?.object;
  if (own === undefined && found?.['automountServiceAccountToken'] === false) return [];
  return [
    {
      state: 'open',
      message: `every container can read the token of ServiceAccount "${account}"`,
      path: at(pod, 'automountServiceAccountToken'),
    },
  ];
}

function serviceLinks(pod: VpnPod): OpenLock[] {
  if (pod.workload.podSpec['enableServiceLinks'] === false) return [];
  return [
    {
      state: 'open',
      message: 'every container is told the addresses of all Services of the namespace',
      path: at(pod, 'enableServiceLinks'),
      severity: 'advice',
    },
  ];
}

const shared = {
  shareProcessNamespace: "every container sees the others' processes, and their environment",
  hostPID: "every container sees the node's processes",
  hostIPC: "every container shares the node's memory segments",
} as const;

function sharedNamespaces(pod: VpnPod): OpenLock[] {
  return Object.entries(shared)
    .filter(([field]) => isSwitchedOn(pod.workload.podSpec[field]))
    .map(([field, message]) => ({ state: 'open', message: `${field}: ${message}`, path: at(pod, field) }));
}

function projectedTokens(pod: VpnPod): OpenLock[] {
  return [...pod.volumes.values()].flatMap(({ name, path, fields }) =>
    itemsOf(fieldsOf(fields['projected'])['sources'])
      .filter((source) => fieldsOf(source)['serviceAccountToken'] !== undefined)
      .map(() => ({ state: 'open', message: `volume ${name} hands out a service-account token`, path })),
  );
}

function nodeFolders(pod: VpnPod): OpenLock[] {
  return pod.containers.flatMap((container) =>
    mounts(pod, container).flatMap(({ volume, readOnly, path }): OpenLock[] => {
      const { path: hostPath, type } = fieldsOf(volume.fields['hostPath']);
      const place = textOf(hostPath);
      if (place === undefined || (container === pod.gluetun && isTunnelDevice(place))) return [];
      if (ownsNode(place, readOnly)) {
        return [{ state: 'open', message: `${container.name} can take over its node through ${place}`, path }];
      }
      if (!isSocket(place, textOf(type))) return [];
      const message = `${container.name} reaches a process of its node, and with it the node's network, through ${place}`;
      const remedy = `Mount no socket of the node into ${container.name}.`;
      return [{ state: 'open', message, path, remedy }];
    }),
  );
}

/** A disk as such has no owners and no paths. */
function rawDisks(pod: VpnPod): OpenLock[] {
  return pod.containers.flatMap(({ name, fields, path }) =>
    itemsOf(fields['volumeDevices']).map((item, index) => ({
      state: 'open',
      message: `${name} gets a whole disk as ${textOf(fieldsOf(item)['devicePath']) ?? 'a device'}`,
      path: [...path, 'volumeDevices', index],
    })),
  );
}

/** A Secret in the place of the token is a token. */
function tokenSecrets(pod: VpnPod): OpenLock[] {
  return pod.containers.flatMap((container) =>
    mounts(pod, container)
      .filter(({ mountPath }) => /^\/(?:var\/)?run\/secrets\/kubernetes\.io(?:\/|$)/.test(mountPath))
      .map(({ volume, path }) => ({
        state: 'open',
        message: `${container.name} mounts volume ${volume.name} where programs look for a service-account token`,
        path,
      })),
  );
}

/** What shields the node's kernel from a container, switched off on purpose. */
function unshielded(pod: VpnPod): OpenLock[] {
  const { podSpec, podSpecPath } = pod.workload;
  return [
    ...shieldsOff(podSpec['securityContext'], 'every container', podSpecPath),
    ...pod.containers.flatMap(({ name, fields, path }) => shieldsOff(fields['securityContext'], name, path)),
  ];
}

function shieldsOff(context: unknown, who: string, path: Path): OpenLock[] {
  const fields = fieldsOf(context);
  const at = (field: string): Path => [...path, 'securityContext', field];
  const open: OpenLock[] = [];
  for (const [field, what] of profiles) {
    if (textOf(fieldsOf(fields[field])['type'])?.toLowerCase() !== 'unconfined') continue;
    open.push({ state: 'open', message: `${who} runs without ${what}`, path: at(field), severity: 'advice' });
  }
  if (textOf(fields['procMount'])?.toLowerCase() === 'unmasked') {
    open.push({ state: 'open', message: `${who} sees all of /proc (procMount Unmasked)`, path: at('procMount') });
  }
  return open;
}

const profiles = [
  ['seccompProfile', 'a seccomp profile: every system call is allowed'],
  ['appArmorProfile', 'an AppArmor profile'],
] as const;
