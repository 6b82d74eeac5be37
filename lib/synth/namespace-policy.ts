import { admissionPolicy } from '../admission/policy';
import { namespaceRules } from '../admission/rule';
import { locks } from '../locks';
import type { KubernetesObject } from '../manifest/kubernetes';

interface NamespacePolicyOptions {
  readonly namespace: string;
  /** The name of the policy and of its binding, both of them cluster-wide. */
  readonly name: string;
}

/**
 * What makes the API server refuse, in a namespace of anyone's, Pods that open a lock: the policy, its binding, and the
 * namespace with the label for Pod Security that a VPN Pod needs. Applying it leaves the rest of the namespace as it is.
 */
export function namespacePolicy({ namespace, name }: NamespacePolicyOptions): readonly KubernetesObject[] {
  const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    ...admissionPolicy({ name, namespace, rules: namespaceRules(locks) }),
  ];
}
