import type { DeclaredSecret } from '../declaration/secret-uses';
import type { KubernetesObject } from '../manifest/kubernetes';
import { fieldsOf, textEntriesOf, textOf } from '../manifest/plain-value';
import { readManifests } from '../manifest/read-manifests';
import { holdsSecret } from '../network/secret-look';
import { SecretFileError, type SecretManifest } from './secret-manifest';

/** What kubectl adds to an object that it applied: the whole object as it was, a Secret's values included. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * A file that was encrypted elsewhere, as it stands.
 * @param problemsOf what is wrong with the object that it holds
 * @throws SecretFileError
 */
export function encryptedFile(
  text: string,
  problemsOf: (object: KubernetesObject) => readonly string[],
): SecretManifest {
  const object = readOne(text);
  const problems = typeof object === 'string' ? [object] : [...problemsOf(object), ...commentProblems(text)];
  if (problems.length > 0) throw new SecretFileError(problems);
  return { kind: 'file', text };
}

/** A file's one object, or why it cannot be told what it holds. */
export function readOne(text: string): KubernetesObject | string {
  if (text.startsWith('\uFEFF')) return 'begins with a byte order mark: save it as UTF-8 without one';
  if (text.includes('\r')) return 'has Windows line ends (CRLF): save it with LF, and tell git so with "* text eol=lf"';
  const { documents, problems } = readManifests(text, '');
  const [problem] = problems;
  if (problem !== undefined) return `${problem.message}, line ${problem.line}`;
  const [document, ...others] = documents;
  if (document === undefined) return 'is empty';
  return others.length === 0 ? document.object : `holds ${documents.length} objects: one file holds one Secret`;
}

/** What is wrong with a name, a namespace or leftovers of kubectl; `kind` is what the file should hold. */
export function metadataProblems(object: KubernetesObject, kind: string, needed: DeclaredSecret): readonly string[] {
  const { annotations, name, namespace } = fieldsOf(object.metadata);
  return [
    ...(name === needed.name ? [] : [`is ${kind} "${textOf(name) ?? ''}", but the Pod mounts "${needed.name}"`]),
    ...(namespace === needed.namespace
      ? []
      : [
          namespace === undefined
            ? `has no namespace: it must be "${needed.namespace}", the Pod's`
            : `is for namespace "${textOf(namespace) ?? ''}", but the Pod is in "${needed.namespace}"`,
        ]),
    ...(typeof annotations === 'object' && annotations !== null && lastApplied in annotations
      ? [`has kubectl's annotation ${lastApplied}, which holds the values once more: make the file anew`]
      : []),
  ];
}

/** Fields of an object's metadata that people and tools write; nothing encrypts them. */
const metadataFields = ['name', 'namespace', 'labels', 'annotations', 'creationTimestamp'];

/** Fields beside those that a file needs: nothing encrypts what stands there, and no controller reads it. */
export function strayFields(object: unknown, allowed: readonly string[], where = ''): readonly string[] {
  return Object.entries(fieldsOf(object))
    .filter(([field, value]) => !allowed.includes(field) && !isNothing(value))
    .map(([field]) => `has ${where}${field}, which nothing encrypts: take it out`);
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
}

/** What metadata may hold: fields that are known, and no key in labels and annotations. */
export function plainMetadataProblems(metadata: unknown, where: string): readonly string[] {
  const fields = fieldsOf(metadata);
  const texts = ['labels', 'annotations'].flatMap((field) =>
    [...textEntriesOf(fields[field])].map(([name, text]) => ({ field, name, text })),
  );
  return [
    ...strayFields(metadata, metadataFields, where),
    ...texts
      .filter(({ name, text }) => holdsSecret(text) || holdsSecret(name))
      .map(({ field, name }) => `has a key in clear in ${where}${field}${holdsSecret(name) ? '' : `, ${name}`}`),
  ];
}

/** `password: x`, in whatever words. */
const NAMED_SECRET = /(?:pass\w*|secret|token|private\W?key|preshared\W?key)\s*[:=]\s*[^\s<[]/i;

/** A key or password in a comment: nothing encrypts those that stand outside of the values. */
function commentProblems(text: string): readonly string[] {
  const comments = (text.match(/(?<=^|\s)#.*/gm) ?? []).filter((comment) => !comment.startsWith('#ENC['));
  const isBad = comments.some((comment) => holdsSecret(comment) || NAMED_SECRET.test(comment));
  return isBad ? ['has what looks like a key or password in a comment, in clear'] : [];
}

/** The keys that the Pod reads and the file lacks. */
export function missingKeys(needed: DeclaredSecret, given: Iterable<string>): readonly string[] {
  const names = new Set(given);
  const missing = needed.keys.filter((key) => !names.has(key));
  return missing.length === 0 ? [] : [`lacks ${missing.join(' and ')}, which the Pod reads`];
}
