import { apply, kubectl } from './kubectl';

/** Marks what these tests made, so that they can remove it, whoever was killed before. */
const label = 'podlock-e2e=made-by-tests';

/** Takes a namespace that exists for ours. */
export async function own(namespace: string): Promise<void> {
  await kubectl(['label', 'namespace', namespace, label, '--overwrite']);
}

/** Makes a namespace of our own. */
export async function makeNamespace(name: string, labels: Record<string, string> = {}): Promise<void> {
  await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }]);
  await own(name);
}

/** Removes all that the tests ever made in this cluster, and waits until it is gone. */
export async function removeEverything(): Promise<void> {
  const listed = await kubectl(['get', 'namespaces', '-l', label, '-o', 'jsonpath={.items[*].metadata.name}']);
  for (const name of listed.split(' ').filter(Boolean)) {
    await kubectl(['delete', 'pods', '--all', '-n', name, '--grace-period=1', '--wait=false']);
  }
  const remove = (kinds: string, selector: string) =>
    kubectl(['delete', kinds, '-l', selector, '--ignore-not-found', '--wait', '--timeout=120s']);
  await remove('namespaces', label);
  await remove('persistentvolumes', label);
  // Cluster-wide, and they would rule the next Pod too. cluster.ts has seen to it that this is no one's own cluster.
  const policies = 'validatingadmissionpolicybindings,validatingadmissionpolicies';
  await remove(policies, 'app.kubernetes.io/managed-by=podlock');
}
