import type { ManifestDocument, Path } from '../../manifest/document';
import { fieldsOf, textOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import { namespaceOf } from '../../manifest/workload';
import type { OpenLock } from '../lock';

/**
 * A WireGuard key: 32 bytes in base64, of whose last letter only four bits are used (wg(8), key format). A wrapped
 * base64 text may end in a line of that length.
 */
const wireguardKey =
  /(?<![A-Za-z0-9+/]|[A-Za-z0-9+/]{60}\r?\n[^\S\n]*)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![A-Za-z0-9+/=])/g;
const keyLength = 44;

/** What SOPS encrypted has an iv of a key's form, and a certificate a last line of any. */
const otherBase64 = /ENC\[[^\][]*\]|-----BEGIN [^-]*-----[^-]*-----END/g;

/** Names of what has a key's form and is no secret, right before it. */
const publicName = /pub(?:lic|_?key)|sha-?256|checksum|digest/i;
const nameDistance = 48;

/** Keys of a WireGuard tunnel in the workload itself, wherever they stand, and in the ConfigMaps of its namespace. */
export function clearKeys(pod: VpnPod, isJudged: (variable: string) => boolean): OpenLock[] {
  const configMaps = pod.index.everywhere('ConfigMap').filter((document) => {
    const namespace = namespaceOf(document);
    return namespace === undefined || namespace === pod.namespace;
  });
  return [
    ...keysIn(pod.document)
      .filter(({ name }) => !isJudged(name))
      .map(({ path }) => found('the manifest', path)),
    ...configMaps.flatMap((document) => {
      const name = textOf(fieldsOf(document.object.metadata)['name']) ?? '';
      return keysIn(document).map(({ path }) => ({ ...found(`ConfigMap "${name}"`, path), document }));
    }),
  ];
}

/** Never the key itself. */
function found(place: string, path: Path): OpenLock {
  return { state: 'open', message: `what has the form of a WireGuard private key stands in ${place}`, path };
}

interface NamedText {
  readonly path: Path;
  /** The environment variable, or the field, whose value it is. */
  readonly name: string;
  readonly text: string;
}

const known = new WeakMap<ManifestDocument, readonly NamedText[]>();

function keysIn(document: ManifestDocument): readonly NamedText[] {
  const keys = known.get(document) ?? [...textsIn(document.object, [], '', new Set())].filter(holdsKey);
  known.set(document, keys);
  return keys;
}

/** Every text of a document. Aliases make one value stand in many places; the first is enough. */
function* textsIn(value: unknown, path: Path, name: string, seen: Set<unknown>): Generator<NamedText> {
  if (typeof value === 'string') yield { path, name, text: value };
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, [...path, index], name, seen);
    return;
  }
  const variable = textOf(fieldsOf(value)['name']);
  for (const [key, part] of Object.entries(value)) {
    yield* textsIn(part, [...path, key], key === 'value' ? (variable ?? key) : key, seen);
  }
}

function holdsKey({ name, text }: NamedText): boolean {
  if (text.length < keyLength) return false;
  const rest = `${name}=${text}`.replace(otherBase64, '');
  return [...rest.matchAll(wireguardKey)].some(({ index }) => {
    const line =
      rest
        .slice(Math.max(0, index - nameDistance), index)
        .split('\n')
        .at(-1) ?? '';
    return !publicName.test(line);
  });
}
