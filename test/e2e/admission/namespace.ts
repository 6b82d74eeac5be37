import { resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import type { ApiServer } from '../api-server';
import { run } from '../command';
import { eventually } from '../eventually';
import { apply, kubectl } from '../kubectl';

const podlock = resolve(__dirname, '../../../bin/podlock.js');

/** What `podlock policy` prints for a namespace. */
async function printedPolicy(namespace: string): Promise<KubernetesObject[]> {
  return loadAll(await run(process.execPath, [podlock, 'policy', '--namespace', namespace])) as KubernetesObject[];
}

/** Puts the printed policy into the cluster. With `Warn` it tells every rule that is broken, and refuses nothing. */
export async function enforce(api: ApiServer, namespace: string, action: 'Deny' | 'Warn'): Promise<void> {
  const objects = await printedPolicy(namespace);
  const binding = objects.find(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  if (binding === undefined) throw new Error('podlock policy prints no binding');
  (binding['spec'] as { validationActions: string[] }).validationActions = [action];
  // Another label, because the clean-up of other tests goes by it.
  for (const { metadata } of objects.slice(1)) metadata.labels = { 'podlock-e2e': 'admission' };
  await apply(objects, '--force-conflicts');
  await eventually(`the policy of ${namespace} to take effect`, 30, async () => {
    const { status, warnings } = await api.tryCreate(plainPod('probe'), namespace);
    return (action === 'Deny' ? status === 422 : warnings.length > 0) || undefined;
  });
}

export async function removeNamespaces(...namespaces: string[]): Promise<void> {
  await kubectl([
    'delete',
    'validatingadmissionpolicybindings,validatingadmissionpolicies',
    '-l',
    'podlock-e2e=admission',
  ]);
  await kubectl(['delete', 'namespaces', ...namespaces, '--ignore-not-found', '--timeout=120s']);
}

/** A Pod as anyone might write it, that no node takes: it exists, and nothing runs. */
export function plainPod(name: string): KubernetesObject {
  const containers = [{ name: 'app', image: 'docker.io/library/app:1.2.3' }];
  const spec = { containers, nodeSelector: { nowhere: 'here' }, terminationGracePeriodSeconds: 0 };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

const saying = /ValidatingAdmissionPolicy '[^']*' with binding '[^']*'(?: denied request)?: (.*)/;

/** What our policy said in an answer or a warning. A rule that failed to be evaluated says something else than a lock. */
export function rulesIn(texts: readonly string[]): readonly { readonly lock: string; readonly message: string }[] {
  return texts.flatMap((text) => {
    const [, said] = saying.exec(text) ?? [];
    if (said === undefined) return [];
    const [, lock = `not evaluated: ${said}`, message = ''] = /^podlock ([a-z-]+): (.*)$/.exec(said) ?? [];
    return [{ lock, message }];
  });
}
