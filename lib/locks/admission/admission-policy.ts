import type { ManifestDocument } from '../../manifest/document';
import { selects } from '../../manifest/label-selector';
import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf, textsOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';

/** What opens a lock in a Pod, by the fields that an expression must look at to refuse it. */
const decisiveFields = [
  'hostNetwork',
  'startupProbe',
  'dnsPolicy',
  'privileged',
  'capabilities',
  'automountServiceAccountToken',
] as const;

/** Whether an object is of the API server's own admission; others use the same kinds. */
export function isAdmission({ object }: ManifestDocument): boolean {
  return typeof object.apiVersion === 'string' && object.apiVersion.startsWith('admissionregistration.k8s.io/');
}

/** Whether a policy is asked for every new Pod, and refuses it also when it cannot be evaluated. */
export function judgesNewPods({ object }: ManifestDocument): boolean {
  const spec = fieldsOf(object['spec']);
  const isNeverAsked = itemsOf(spec['matchConditions']).some((item) =>
    isConstant(textOf(fieldsOf(item)['expression']) ?? '', false),
  );
  return spec['failurePolicy'] !== 'Ignore' && !isNeverAsked && matchesPods(fieldsOf(spec['matchConstraints']));
}

function matchesPods(constraints: Fields): boolean {
  return itemsOf(constraints['resourceRules']).some((item) => isAboutNewPods(fieldsOf(item)));
}

/** A name in a rule leaves Pods of other names out. */
function isAboutNewPods(rule: Fields): boolean {
  const names = (field: string, ...wanted: string[]) => wanted.some((name) => textsOf(rule[field]).includes(name));
  return (
    names('apiGroups', '', '*') &&
    names('apiVersions', 'v1', '*') &&
    names('operations', 'CREATE', '*') &&
    names('resources', 'pods', '*', '*/*', 'pods/*') &&
    itemsOf(rule['resourceNames']).length === 0 &&
    rule['scope'] !== 'Cluster'
  );
}

/** Whether constraints, of a policy or of its binding, leave no Pod of the namespace out. */
export function coversNamespace(constraints: unknown, pod: VpnPod): boolean {
  const { namespaceSelector, objectSelector, resourceRules, excludeResourceRules } = fieldsOf(constraints);
  // Whoever applies a Pod chooses its labels.
  if (Object.keys(fieldsOf(objectSelector)).length > 0) return false;
  if (itemsOf(excludeResourceRules).some((item) => mayExcludePods(fieldsOf(item)))) return false;
  if (itemsOf(resourceRules).length > 0 && !matchesPods(fieldsOf(constraints))) return false;
  return namespaceSelector === undefined || selects(namespaceSelector, namespaceLabels(pod));
}

function mayExcludePods(rule: Fields): boolean {
  return textsOf(rule['resources']).some((resource) => ['pods', '*', '*/*', 'pods/*'].includes(resource));
}

/** The API server puts the label kubernetes.io/metadata.name on every namespace. */
function namespaceLabels(pod: VpnPod): ReadonlyMap<string, string> {
  const namespace = pod.namespace ?? 'default';
  const written = pod.index.named('Namespace', namespace);
  return new Map(textEntriesOf(written?.object.metadata.labels)).set('kubernetes.io/metadata.name', namespace);
}

/** The decisive fields that none of the expressions of some policies looks at. */
export function overlooked(policies: readonly ManifestDocument[]): readonly string[] {
  const seen = policies.map(lookedAt);
  return decisiveFields.filter((field) => !seen.some((fields) => fields.has(field)));
}

const looks = new WeakMap<ManifestDocument, ReadonlySet<string>>();

function lookedAt(policy: ManifestDocument): ReadonlySet<string> {
  const known = looks.get(policy);
  if (known !== undefined) return known;
  const texts = expressionsOf(policy);
  const fields = new Set(decisiveFields.filter((field) => texts.some((text) => text.includes(field))));
  looks.set(policy, fields);
  return fields;
}

/** The expressions that can refuse something, and the variables that they use. */
function expressionsOf({ object }: ManifestDocument): readonly string[] {
  const spec = fieldsOf(object['spec']);
  const expressions = itemsOf(spec['validations'])
    .map((item) => textOf(fieldsOf(item)['expression']) ?? '')
    .filter((text) => !isConstant(text, true));
  const variables = itemsOf(spec['variables']).map(fieldsOf);
  // A variable may use those that come before it.
  for (const { name, expression } of variables.reverse()) {
    const isUsed = expressions.some((text) => text.includes(`variables.${textOf(name)}`));
    if (isUsed) expressions.push(textOf(expression) ?? '');
  }
  return expressions;
}

const constants = {
  true: /^[\s(]*(?:true|!\s*false)[\s)]*(?:\|\||$)|\|\|[\s(]*(?:true|!\s*false)[\s)]*$/,
  false: /^[\s(]*(?:false|!\s*true)[\s)]*(?:&&|$)|&&[\s(]*(?:false|!\s*true)[\s)]*$/,
} as const;

/** Whether an expression is plainly always true, or always false: `true || (…)`. */
function isConstant(expression: string, value: boolean): boolean {
  // The ends tell, and expressions are long.
  const ends = expression.length > 80 ? `${expression.slice(0, 40)} ? ${expression.slice(-40)}` : expression;
  return constants[`${value}`].test(ends);
}
