import { drop, set } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'the token is mounted',
    change: ({ pod }) => drop(pod, 'automountServiceAccountToken'),
    findings: ['risk spec.template.spec: every container can read the token of ServiceAccount "default"'],
  },
  {
    name: 'the token is mounted on purpose',
    change: ({ pod }) => set(pod, 'automountServiceAccountToken', true),
    findings: [
      'risk spec.template.spec.automountServiceAccountToken: every container can read the token of ServiceAccount "default"',
    ],
  },
  {
    name: 'service links are there',
    change: ({ pod }) => drop(pod, 'enableServiceLinks'),
    findings: ['advice spec.template.spec: every container is told the addresses of all Services of the namespace'],
  },
  {
    name: 'the containers share their processes',
    change: ({ pod }) => set(pod, 'shareProcessNamespace', true),
    findings: [
      "risk spec.template.spec.shareProcessNamespace: shareProcessNamespace: every container sees the others' processes, and their environment",
    ],
  },
  {
    name: 'the Pod sees the processes of its node',
    change: ({ pod }) => set(pod, 'hostPID', true),
    findings: ["risk spec.template.spec.hostPID: hostPID: every container sees the node's processes"],
  },
  {
    name: 'the Pod shares the memory of its node',
    change: ({ pod }) => set(pod, 'hostIPC', true),
    findings: ["risk spec.template.spec.hostIPC: hostIPC: every container shares the node's memory segments"],
  },
  {
    name: 'a volume hands out a token',
    change: ({ pod }) =>
      void pod.volumes.push({ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }),
    findings: ['risk spec.template.spec.volumes[3]: volume token hands out a service-account token'],
  },
  {
    name: 'the client reaches the container runtime of its node',
    change: ({ pod, client }) => {
      pod.volumes.push({ name: 'runtime', hostPath: { path: '/run/containerd/containerd.sock' } });
      client.volumeMounts.push({ name: 'runtime', mountPath: '/run/containerd.sock' });
    },
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent can take over its node through /run/containerd/containerd.sock',
    ],
  },
];
