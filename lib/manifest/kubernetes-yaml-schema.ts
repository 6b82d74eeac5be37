import { DEFAULT_SCHEMA, type Schema, Type } from 'js-yaml';

const booleans: ReadonlyMap<unknown, boolean> = new Map([
  ...['true', 'True', 'TRUE', 'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((text) => [text, true] as const),
  ...['false', 'False', 'FALSE', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((text) => [text, false] as const),
]);

const wholeNumber = /^[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|0o?[0-7_]+|[1-9][\d_]*|0)$/;

/**
 * The scalars as kubectl, Helm, Kustomize, Argo CD and Flux read them: YAML 1.1, where `no` is false and `0400` is 256.
 * Another reading would call a mode or a switch safe that the API server then takes for something else.
 * Source: sigs.k8s.io/yaml, which is a copy of go-yaml v2. Dates stay text, because the API server gets JSON.
 */
export const kubernetesYamlSchema: Schema = DEFAULT_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:bool', {
      kind: 'scalar',
      resolve: (text: unknown) => booleans.has(text),
      construct: (text: unknown) => booleans.get(text),
    }),
    new Type('tag:yaml.org,2002:int', {
      kind: 'scalar',
      resolve: (text: unknown) => typeof text === 'string' && wholeNumber.test(text),
      construct: parseWholeNumber,
    }),
    new Type('tag:yaml.org,2002:timestamp', { kind: 'scalar', resolve: () => false }),
  ],
});

function parseWholeNumber(text: string): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const octal = /^0o?([0-7]+)$/.exec(digits)?.[1];
  const amount = octal === undefined ? Number(digits) : Number.parseInt(octal, 8);
  return text.startsWith('-') ? -amount : amount;
}
