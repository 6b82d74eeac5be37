import type { Explanation } from '../lock';

export const about = {
  id: 'admission',
  leak: 'Someone applies a Pod to this namespace that lacks the locks, and nobody notices.',
  severity: 'advice',
  remedy: 'Bind a ValidatingAdmissionPolicy to the namespace that refuses Pods with an open lock.',
  story:
    'The locks hold for the Pods that were checked. `kubectl debug` with NET_ADMIN, or one more Deployment from an old guide in the same namespace, has none of them, and no check of files in git will ever see it. The API server can refuse both.',
  example: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
spec:
  policyName: podlock-downloads # npx podlock policy --namespace downloads prints it whole
  validationActions: [Deny]
  matchResources:
    namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: downloads } }`,
} satisfies Explanation;
