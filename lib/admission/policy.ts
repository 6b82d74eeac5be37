import type { KubernetesObject } from '../manifest/kubernetes';
import type { NamespaceRule } from './rule';
import { policyVariables } from './variables';

interface PolicyOptions {
  /** The name of the policy and of its binding. Both are cluster-wide. */
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly NamespaceRule[];
}

const apiVersion = 'admissionregistration.k8s.io/v1';
const labels = { 'app.kubernetes.io/managed-by': 'podlock' };

/** A ValidatingAdmissionPolicy that refuses what opens a lock, and its binding to one namespace. */
export function admissionPolicy({ name, namespace, rules }: PolicyOptions): KubernetesObject[] {
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules },
        matchConditions,
        variables: policyVariables,
        validations: rules.map(({ lock, expression, message, over }) => ({
          expression: over === 'workload' ? expression : `variables.podIsUnchanged || (\n${expression})`,
          message: `podlock ${lock}: ${message}`,
        })),
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name, labels },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        // The API server sets this label itself, and lets nobody change it.
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
      },
    },
  ];
}

/** Not the subresource `status`: what the kubelet and the controllers report is never judged. */
const resourceRules = [
  resources('', ['pods', 'pods/ephemeralcontainers']),
  resources('apps', [
    'deployments',
    'statefulsets',
    'daemonsets',
    'replicasets',
    'deployments/scale',
    'statefulsets/scale',
    'replicasets/scale',
  ]),
  resources('batch', ['jobs', 'cronjobs']),
];

function resources(apiGroup: string, names: readonly string[]) {
  return { apiGroups: [apiGroup], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: names };
}

/** Labels, annotations and finalizers of what was there before the policy can still change. */
const matchConditions = [
  { name: 'changes-the-spec', expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
];
