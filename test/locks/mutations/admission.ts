import { set } from '../locked-manifests';
import type { Mutation } from './mutation';

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
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
  {
    name: 'the policy does not look at Pods',
    change: (all) =>
      set(all.object('ValidatingAdmissionPolicy').spec.matchConstraints.resourceRules[0], 'resources', ['deployments']),
    findings: ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'],
  },
];
