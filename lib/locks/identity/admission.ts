import type { AdmissionRule } from '../lock';

/** Folders of the node that hold its container runtime, its kubelet, its processes, or everything. */
const nodeFolder = [
  '^/($',
  '(proc|sys|root)(/|$)',
  'etc(/kubernetes|$)',
  '(var/)?run($|/(docker|containerd|k3s|crio|netns))',
  'var($|/lib($|/(kubelet|rancher|containerd|docker))))',
].join('|');

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      'variables.podSpec.?automountServiceAccountToken.orValue(true) == false &&',
      'variables.podSpec.?enableServiceLinks.orValue(true) == false &&',
      'variables.podSpec.?volumes.orValue([]).all(v,',
      '  v.?projected.?sources.orValue([]).all(s, !has(s.serviceAccountToken)))',
    ].join('\n'),
    message: 'the Pod gets a service-account token or service links',
  },
  {
    expression: [
      '!variables.podSpec.?shareProcessNamespace.orValue(false) &&',
      '!variables.podSpec.?hostPID.orValue(false) && !variables.podSpec.?hostIPC.orValue(false)',
    ].join(' '),
    message: 'the Pod shares a process or IPC namespace',
  },
  {
    expression: `variables.podSpec.?volumes.orValue([]).all(v, !v.?hostPath.?path.orValue('-').matches('${nodeFolder}'))`,
    message: 'a volume is a folder with which a container takes over its node',
  },
];
