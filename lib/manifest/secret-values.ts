import type { ManifestDocument } from './document';
import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf } from './plain-value';
import { isSopsCiphertext } from './sops';

/** What a Secret holds: each key, with its value where the input shows it. */
export type SecretValues = ReadonlyMap<string, string | undefined>;

/** The kinds whose objects become Secrets in the cluster. */
export const secretGivers = ['ExternalSecret', 'SealedSecret'] as const;

/** The name of the Secret that such an object becomes, in its own namespace. */
export function givenName({ object }: ManifestDocument): string {
  const target = fieldsOf(fieldsOf(object['spec'])['target']);
  const own = textOf(fieldsOf(object.metadata)['name']) ?? '';
  return object.kind === 'ExternalSecret' ? (textOf(target['name']) ?? own) : own;
}

/** What a document says that a Secret holds, or undefined where it does not tell which keys there will be. */
export function secretValues({ object }: ManifestDocument): SecretValues | undefined {
  const spec = fieldsOf(object['spec']);
  switch (object.kind) {
    case 'Secret':
      return plainValues(object);
    case 'SealedSecret':
      return sealedValues(spec);
    case 'ExternalSecret':
      return externalValues(spec);
    default:
      return undefined;
  }
}

function plainValues(secret: Fields): SecretValues {
  const decoded = [...textEntriesOf(secret['data'])].map(
    ([key, value]) =>
      [key, isSopsCiphertext(value) ? undefined : Buffer.from(value, 'base64').toString('utf8')] as const,
  );
  const plain = [...textEntriesOf(secret['stringData'])].map(
    ([key, value]) => [key, isSopsCiphertext(value) ? undefined : value] as const,
  );
  return new Map([...decoded, ...plain]);
}

/** The template's values may refer to the sealed ones. */
function sealedValues(spec: Fields): SecretValues {
  const template = fieldsOf(fieldsOf(spec['template'])['data']);
  return new Map([...Object.keys(fieldsOf(spec['encryptedData'])), ...Object.keys(template)].map(unknown));
}

/** With `dataFrom`, a template or a Secret that others fill too, the store or somebody else decides on the keys. */
function externalValues(spec: Fields): SecretValues | undefined {
  const target = fieldsOf(spec['target']);
  const isAllKnown =
    itemsOf(spec['dataFrom']).length === 0 &&
    target['template'] === undefined &&
    ['Owner', 'Orphan'].includes(textOf(target['creationPolicy']) ?? 'Owner');
  if (!isAllKnown) return undefined;
  return new Map(itemsOf(spec['data']).map((item) => unknown(textOf(fieldsOf(item)['secretKey']) ?? '')));
}

function unknown(key: string): readonly [string, undefined] {
  return [key, undefined];
}
