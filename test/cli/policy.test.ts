import { loadAll } from 'js-yaml';
import { admissionPolicy } from '../../lib/admission/policy';
import { namespaceRules } from '../../lib/admission/rule';
import { locks } from '../../lib/locks';
import { podlockIn } from './in-process';

const podlock = (...args: string[]) => podlockIn('.', ['policy', ...args]);

test("the policy, its binding and the namespace's label are printed", async () => {
  const { status, stdout, stderr } = await podlock('--namespace', 'media');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(loadAll(stdout)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'media', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    },
    ...admissionPolicy({ name: 'podlock-media', namespace: 'media', rules: namespaceRules(locks) }),
  ]);
});

test('the policy can have another name', async () => {
  const objects = loadAll((await podlock('--namespace', 'media', '--name', 'torrents')).stdout) as {
    kind: string;
    metadata: { name: string };
  }[];
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Namespace media',
    'ValidatingAdmissionPolicy torrents',
    'ValidatingAdmissionPolicyBinding torrents',
  ]);
});

test.each([
  ['without a namespace', [], 'which namespace? podlock policy --namespace NAMESPACE'],
  ['on a namespace that is no name', ['--namespace', 'No Name'], '--namespace: "No Name" is not a DNS label'],
  ["on one of Kubernetes' own", ['--namespace', 'kube-system'], '--namespace: "kube-system" holds Pods of Kubernetes'],
  ['on a name that is no name', ['--namespace', 'media', '--name', 'A'], '--name: "A" is not a DNS subdomain'],
  [
    'on an option that does not exist',
    ['--namespce', 'media'],
    'no option --namespce; did you mean "--namespace"? Allowed: --namespace, --name, --help',
  ],
])('fails with code 2 %s', async (_, args, message) => {
  const { status, stdout, stderr } = await podlock(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});
