import { drop, type LockedManifests, type Loose, set } from '../locked-manifests';
import type { Detail } from './detail';

const nothing = ['advice : nothing in the input keeps Pods without these locks out of namespace "downloads"'];
const fields = [
  'hostNetwork',
  'startupProbe',
  'dnsPolicy',
  'privileged',
  'capabilities',
  'automountServiceAccountToken',
];

function overlooks(...overlooked: readonly string[]): readonly string[] {
  return [
    `advice spec.validations: what keeps Pods without these locks out of namespace "downloads" does not look at ${overlooked.join(', ')}`,
  ];
}

function policy(all: LockedManifests): Loose {
  return all.object('ValidatingAdmissionPolicy').spec;
}

function binding(all: LockedManifests): Loose {
  return all.object('ValidatingAdmissionPolicyBinding').spec;
}

/** What a rule of the policy may say instead, and whether it is still about every new Pod. */
const rules: readonly Detail[] = (
  [
    ['apiGroups', ['*'], true],
    ['apiGroups', ['apps'], false],
    ['apiVersions', ['*'], true],
    ['apiVersions', ['v2'], false],
    ['operations', ['*'], true],
    ['operations', ['UPDATE'], false],
    ['resources', ['*'], true],
    ['resources', ['*/*'], true],
    ['resources', ['pods/*'], true],
    ['resources', ['pods/ephemeralcontainers'], false],
    ['resourceNames', ['one'], false],
    ['resourceNames', [], true],
    ['scope', 'Cluster', false],
    ['scope', 'Namespaced', true],
  ] as const
).map(([field, value, isAboutPods]) => ({
  name: `the ${field} of the policy's rule is ${JSON.stringify(value)}`,
  change: (all) => set(policy(all).matchConstraints.resourceRules[0], field, value),
  findings: isAboutPods ? [] : nothing,
}));

/** What the binding may say, and whether it still covers every new Pod of the namespace. */
const bindings: readonly Detail[] = [
  ...['pods', '*', '*/*', 'pods/*', 'deployments'].map(
    (resource): Detail => ({
      name: `the binding leaves out ${resource}`,
      change: (all) => set(binding(all).matchResources, 'excludeResourceRules', [{ resources: ['x', resource] }]),
      findings: resource === 'deployments' ? [] : nothing,
    }),
  ),
  {
    name: 'the binding is about Deployments alone',
    change: (all) => set(binding(all).matchResources, 'resourceRules', [{ resources: ['deployments'] }]),
    findings: nothing,
  },
  {
    name: 'the binding says again that it is about Pods',
    change: (all) => set(binding(all).matchResources, 'resourceRules', policy(all).matchConstraints.resourceRules),
    findings: [],
  },
  {
    name: 'the selectors of the binding are empty',
    change: (all) => set(binding(all), 'matchResources', { objectSelector: {}, namespaceSelector: {} }),
    findings: [],
  },
  {
    name: 'the namespace itself is not in the input',
    change: (all) => all.remove('Namespace'),
    findings: [],
  },
  {
    name: 'the binding is of a policy that the input lacks',
    change: (all) => set(binding(all), 'policyName', 'other'),
    findings: nothing,
  },
  {
    name: 'the binding is of another API',
    change: (all) => set(all.object('ValidatingAdmissionPolicyBinding'), 'apiVersion', 'example.org/v1'),
    findings: nothing,
  },
  {
    name: 'the binding is no object of the cluster',
    change: (all) =>
      set(all.object('ValidatingAdmissionPolicyBinding').metadata, 'annotations', {
        'config.kubernetes.io/local-config': 'true',
      }),
    findings: nothing,
  },
  {
    name: 'nobody says what happens when the policy cannot be evaluated, so it refuses',
    change: (all) => drop(policy(all), 'failurePolicy'),
    findings: [],
  },
  {
    name: 'the policy has a condition that can be met',
    change: (all) => set(policy(all), 'matchConditions', [{ name: 'some', expression: 'object.spec.x' }, {}]),
    findings: [],
  },
];

/** The policy has these expressions alone. */
function expressions(all: LockedManifests, validations: readonly string[], variables: readonly Loose[] = []): void {
  set(
    policy(all),
    'validations',
    validations.map((expression) => ({ expression })),
  );
  set(policy(all), 'variables', variables);
}

const everything = fields.map((field) => `object.spec.${field}`).join(' && ');

const looks: readonly Detail[] = [
  {
    name: 'a variable that uses another looks at everything',
    change: (all) =>
      expressions(
        all,
        ['object.spec.x', 'variables.all'],
        [
          { name: 'base', expression: everything },
          { name: 'all', expression: 'variables.base' },
        ],
      ),
    findings: [],
  },
  {
    name: 'a variable looks at everything, and nothing uses it',
    change: (all) => expressions(all, ['variables.other'], [{ name: 'base', expression: everything }]),
    findings: overlooks(...fields),
  },
  {
    name: 'two policies look at a part each',
    change: (all) => {
      expressions(all, [fields.slice(0, 2).join(' && ')]);
      const [second, bound] = structuredClone([
        all.object('ValidatingAdmissionPolicy'),
        all.object('ValidatingAdmissionPolicyBinding'),
      ]);
      Object.assign(second, { metadata: { name: 'second' } });
      Object.assign(second.spec, { validations: [{ expression: fields.slice(2).join(' && ') }] });
      Object.assign(bound, { metadata: { name: 'second' }, spec: { ...bound.spec, policyName: 'second' } });
      all.addObject(second);
      all.addObject(bound);
    },
    findings: [],
  },
  ...(
    [
      ['true', true],
      ['(true)', true],
      ['!false', true],
      [`true || ${everything}`, true],
      [`(${everything}) || (true)`, true],
      [`(${everything}) || ! false`, true],
      ['hostNetwork || true', true],
      ['truely && hostNetwork', false],
      ['true && hostNetwork', false],
      ['hostNetwork && true', false],
    ] as const
  ).map(
    ([expression, isConstant]): Detail => ({
      name: `the only expression is ${expression}`,
      change: (all) => expressions(all, [expression]),
      findings: overlooks(...(isConstant ? fields : fields.slice(1))),
    }),
  ),
  ...(
    [
      ['false', true],
      ['!true', true],
      ['false && has(object.spec)', true],
      ['has(object.spec) && (false)', true],
      ['false || has(object.spec)', false],
      ['has(object.spec) || false', false],
      ['falsely', false],
    ] as const
  ).map(
    ([expression, isNever]): Detail => ({
      name: `the policy asks only where ${expression}`,
      change: (all) => set(policy(all), 'matchConditions', [{ name: 'any', expression }]),
      findings: isNever ? nothing : [],
    }),
  ),
];

export const details: readonly Detail[] = [...rules, ...bindings, ...looks];
