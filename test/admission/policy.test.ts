import { load, loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import { admissionPolicy } from '../../lib/admission/policy';
import { namespaceRules } from '../../lib/admission/rule';
import { policyVariables } from '../../lib/admission/variables';
import { locks } from '../../lib/locks';
import { exampleDeclaration } from '../declaration/example-declaration';

interface Policy {
  readonly spec: {
    readonly failurePolicy: string;
    readonly matchConstraints: { readonly resourceRules: readonly { readonly resources: readonly string[] }[] };
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly variables: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly { readonly expression: string; readonly message: string }[];
  };
}

const rules = namespaceRules(locks);
const [policy, binding] = admissionPolicy({ name: 'locks', namespace: 'media', rules }) as unknown as [
  Policy,
  { readonly spec: unknown },
];

test('every lock has a rule but those that no Pod shows', () => {
  expect(locks.filter(({ admission }) => admission.length === 0).map(({ about }) => about.id)).toEqual([
    'egress-policy',
    'admission',
  ]);
});

test('what cannot be evaluated is refused', () => {
  expect(policy.spec.failurePolicy).toBe('Fail');
});

test('Pods, ephemeral containers, templates and their scale are judged, status is not', () => {
  expect(policy.spec.matchConstraints.resourceRules.flatMap(({ resources }) => resources)).toEqual([
    'pods',
    'pods/ephemeralcontainers',
    'deployments',
    'statefulsets',
    'daemonsets',
    'replicasets',
    'deployments/scale',
    'statefulsets/scale',
    'replicasets/scale',
    'jobs',
    'cronjobs',
  ]);
});

test('the binding denies, in its own namespace only', () => {
  expect(binding.spec).toEqual({
    policyName: 'locks',
    validationActions: ['Deny'],
    matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'media' } } },
  });
});

test.each(rules)('the message of $lock "$message" names its lock and is short', ({ message }) => {
  expect(message).toMatch(/^(?:[a-z]|DNS_|FIREWALL_|gluetun)/);
  expect(message).not.toMatch(/\.$|\n/);
  expect(policy.spec.validations.map((validation) => validation.message)).toContainEqual(
    expect.stringMatching(/^podlock [a-z-]+: .{1,200}$/),
  );
});

test('no message stands twice, so that it tells which rule refused', () => {
  expect(new Set(rules.map(({ message }) => message)).size).toBe(rules.length);
});

test('every variable has a name of its own, is used, and uses only those before it', () => {
  const names = policyVariables.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const used = new Set<string>();
  for (const [index, { expression }] of policyVariables.entries()) {
    for (const name of variablesIn(expression)) {
      expect(names.slice(0, index)).toContain(name);
      used.add(name);
    }
  }
  for (const { expression } of policy.spec.validations) {
    for (const name of variablesIn(expression)) used.add(name);
  }
  expect([...used].sort()).toEqual([...names].sort());
});

/** Match conditions are evaluated before variables are. */
test('no match condition uses a variable', () => {
  expect(policy.spec.matchConditions.flatMap(({ expression }) => variablesIn(expression))).toEqual([]);
});

function variablesIn(expression: string): string[] {
  return [...expression.matchAll(/variables\.(\w+)/g)].map(([, name = '']) => name);
}

test.each(rules)('$lock: the parentheses of "$message" match', ({ expression }) => {
  expect(depth(expression)).toBe(0);
});

/** How many parentheses stay open, those in texts left out. */
function depth(expression: string): number {
  const code = expression.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return [...code].reduce((open, character) => open + (character === '(' ? 1 : character === ')' ? -1 : 0), 0);
}

test('an update that leaves the Pod as it was is judged by no rule about Pods', () => {
  const unchanged = policy.spec.validations.filter(({ expression }) =>
    expression.startsWith('variables.podIsUnchanged ||'),
  );
  expect(unchanged).toHaveLength(rules.filter(({ over }) => over !== 'workload').length);
});

/** `ip`, `cidr`, `format`, `sets`, `flatten` and the like came later, or stand in a policy only from a later release on. */
test('no expression uses what Kubernetes 1.30 does not take', () => {
  const texts = [...policyVariables, ...rules].map(({ expression }) => expression.replace(/'(?:[^'\\]|\\.)*'/g, "''"));
  const functions = new Set(texts.flatMap((text) => [...text.matchAll(/(\w+)\(/g)].map(([, name = '']) => name)));
  expect([...functions].sort()).toEqual([
    'all',
    'contains',
    'dyn',
    'exists',
    'filter',
    'has',
    'indexOf',
    'join',
    'lowerAscii',
    'map',
    'matches',
    'orValue',
    'replace',
    'size',
    'split',
    'startsWith',
    'trim',
    'upperAscii',
  ]);
});

describe('what is rendered', () => {
  const files = (cluster: object) => {
    const declaration = exampleDeclaration();
    const input = { ...declaration, cluster: { ...declaration.cluster, ...cluster } };
    const [pod] = renderManifests(parseDeclaration(input)).pods;
    return new Map((pod ?? []).map(({ path, content }) => [path, content]));
  };
  const kinds = (cluster: object) =>
    (loadAll(files(cluster).get('home/namespace-downloads.yaml') ?? '') as { kind: string }[]).map(({ kind }) => kind);
  const annotations = (cluster: object) =>
    (load(files(cluster).get('home/qbittorrent/deployment.yaml') ?? '') as { metadata: object }).metadata;

  test('the namespace comes with its policy, and the Deployment loosens nothing', () => {
    expect(kinds({})).toEqual(['Namespace', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
    expect(JSON.stringify(annotations({}))).not.toContain('loosened');
  });

  test('with a reason to admit unlocked Pods there is no policy, and the Deployment says why', () => {
    const cluster = { admitUnlockedPods: { because: 'k3s 1.29 has none' } };
    expect(kinds(cluster)).toEqual(['Namespace']);
    expect(annotations(cluster)).toMatchObject({
      annotations: { 'podlock/loosened-admission': 'k3s 1.29 has none' },
    });
  });
});
