import { type LockedManifests, type Loose, set } from '../locked-manifests';
import type { Mutation } from './mutation';

const narrowings: readonly (readonly [string, Mutation['change']])[] = [
  [
    'has a condition that is never met',
    (all) => set(policy(all), 'matchConditions', [{ name: 'no', expression: 'false' }]),
  ],
  [
    'excludes Pods',
    (all) => set(policy(all).matchConstraints, 'excludeResourceRules', policy(all).matchConstraints.resourceRules),
  ],
  [
    'is for other namespaces',
    (all) => set(policy(all).matchConstraints, 'namespaceSelector', { matchLabels: { a: 'b' } }),
  ],
  [
    'is for Pods with a label',
    (all) => set(policy(all).matchConstraints, 'objectSelector', { matchLabels: { a: 'b' } }),
  ],
  ['is about another API', (all) => set(policy(all).matchConstraints.resourceRules[0], 'apiGroups', ['example.org'])],
  [
    'is bound to Pods with the label of this one',
    (all) =>
      set(binding(all).matchResources, 'objectSelector', { matchLabels: all.deployment.spec.template.metadata.labels }),
  ],
  [
    'is bound to all but Pods',
    (all) => set(binding(all).matchResources, 'excludeResourceRules', policy(all).matchConstraints.resourceRules),
  ],
  ['is of another API itself', (all) => set(all.object('ValidatingAdmissionPolicy'), 'apiVersion', 'example.org/v1')],
  [
    'is no object of the cluster',
    (all) =>
      set(all.object('ValidatingAdmissionPolicy').metadata, 'annotations', {
        'config.kubernetes.io/local-config': 'true',
      }),
  ],
];

export const mutations: readonly Mutation[] = [
  {
    name: 'no policy is there',
    change: (all) => all.remove('ValidatingAdmissionPolicy'),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'no binding is there',
    change: (all) => all.remove('ValidatingAdmissionPolicyBinding'),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'the binding only warns',
    change: (all) => set(all.object('ValidatingAdmissionPolicyBinding').spec, 'validationActions', ['Warn']),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'the policy gives up on an error',
    change: (all) => set(all.object('ValidatingAdmissionPolicy').spec, 'failurePolicy', 'Ignore'),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'the binding is for another namespace',
    change: (all) =>
      set(all.object('ValidatingAdmissionPolicyBinding').spec.matchResources.namespaceSelector, 'matchLabels', {
        'kubernetes.io/metadata.name': 'media',
      }),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'the binding is for other Pods',
    change: (all) =>
      set(all.object('ValidatingAdmissionPolicyBinding').spec.matchResources, 'objectSelector', {
        matchLabels: { locked: 'yes' },
      }),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'the policy is about something else',
    change: (all) =>
      set(all.object('ValidatingAdmissionPolicy').spec, 'validations', [
        { expression: 'has(object.metadata.labels.team)' },
      ]),
    findings: [
      overlooks('hostNetwork, startupProbe, dnsPolicy, privileged, capabilities, automountServiceAccountToken'),
    ],
  },
  {
    name: 'the policy does not look at Pods',
    change: (all) =>
      set(all.object('ValidatingAdmissionPolicy').spec.matchConstraints.resourceRules[0], 'resources', ['deployments']),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'every expression of the policy is true anyway',
    change: (all) => {
      for (const each of policy(all).validations) each.expression = `true || (${each.expression})`;
    },
    findings: [
      overlooks('hostNetwork, startupProbe, dnsPolicy, privileged, capabilities, automountServiceAccountToken'),
    ],
  },
  {
    name: 'the policy looks at a part only',
    change: (all) => {
      const { validations } = policy(all);
      policy(all).validations = validations.filter(
        ({ expression }: Loose) => !/dnsPolicy|startupProbe/.test(expression),
      );
    },
    findings: [overlooks('startupProbe, dnsPolicy')],
  },
  ...narrowings.map(
    ([name, change]): Mutation => ({
      name: `the policy ${name}`,
      change,
      findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
    }),
  ),
];

function policy(all: LockedManifests): Loose {
  return all.object('ValidatingAdmissionPolicy').spec;
}

function binding(all: LockedManifests): Loose {
  return all.object('ValidatingAdmissionPolicyBinding').spec;
}

function overlooks(fields: string): string {
  return `advice spec.validations: what keeps Pods without these locks out of namespace "downloads" does not look at ${fields}`;
}
