import type { Apply } from '../lock';

/** The last lock in the list: by now every other one has added what the API server can see of it. */
export const apply: Apply = ({ declaration: { namespace }, admissionRules, namespaceObjects }) => {
  const name = `podlock-${namespace}`;
  const labels = { 'app.kubernetes.io/managed-by': 'podlock' };
  namespaceObjects.push(
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['pods', 'pods/ephemeralcontainers'],
            },
          ],
        },
        // A Pod that is on its way out must be able to lose its finalizers.
        matchConditions: [{ name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' }],
        variables: [{ name: 'containers', expression: allContainers }],
        validations: admissionRules.map(({ lock, expression, message }) => ({
          expression,
          message: `podlock ${lock}: ${message}`,
        })),
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name, labels },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
      },
    },
  );
};

const allContainers = [
  'object.spec.containers',
  'object.spec.?initContainers.orValue([])',
  'object.spec.?ephemeralContainers.orValue([])',
].join(' + ');
