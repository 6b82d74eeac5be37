import type { KubernetesObject } from '../manifest/kubernetes';

/** A Secret with its values in clear: for a pipe into kubectl, kubeseal or sops, never for a file. */
export function plainSecret(options: {
  readonly name: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, string>>;
}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: options.name, namespace: options.namespace },
    type: 'Opaque',
    stringData: { ...options.values },
  };
}
