import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf, textsOf } from './plain-value';

type Labels = ReadonlyMap<string, string>;

/**
 * Whether a label selector (matchLabels and matchExpressions) selects an object with these labels. An empty selector
 * selects everything; an operator that Kubernetes does not know selects nothing.
 */
export function selects(selector: unknown, labels: Labels): boolean {
  const fields = fieldsOf(selector);
  for (const [key, value] of textEntriesOf(fields['matchLabels'])) if (labels.get(key) !== value) return false;
  return itemsOf(fields['matchExpressions']).every((expression) => fulfils(fieldsOf(expression), labels));
}

/** Whether the plain selector of a Service selects an object with these labels. An empty one selects nothing. */
export function serviceSelects(selector: unknown, labels: Labels): boolean {
  const wanted = textEntriesOf(selector);
  return wanted.size > 0 && [...wanted].every(([key, value]) => labels.get(key) === value);
}

function fulfils(expression: Fields, labels: Labels): boolean {
  const value = labels.get(textOf(expression['key']) ?? '');
  const values = textsOf(expression['values']);
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
