import { load, YAMLException } from 'js-yaml';
import { mergesTooMuch, standsForTooMuch } from './alias-limit';
import type { ManifestDocument, Path, Position } from './document';
import { DocumentPositions, type TextProblem } from './document-positions';
import { type DocumentText, splitStream } from './document-text';
import type { KubernetesObject, ObjectReference } from './kubernetes';
import { kubernetesYamlSchema } from './kubernetes-yaml-schema';
import { type Fields, fieldsOf, isFields, textOf } from './plain-value';
import type { Reading } from './yaml-nodes';

/** A document that is no Kubernetes object, or cannot be read at all: what it would have said, nobody knows. */
interface UnreadableDocument {
  /** In the place of a lock's id, because it is reported beside the open locks. */
  readonly lock: 'unreadable-document' | 'not-kubernetes';
  readonly severity: 'risk' | 'advice';
  readonly state: 'unknown';
  readonly object: ObjectReference;
  readonly path: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What is wrong with it: lower case, no final period. */
  readonly message: string;
  readonly remedy: string;
}

export interface Manifests {
  /** In the order of the text, with Lists taken apart. */
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly UnreadableDocument[];
}

/** Lists inside Lists are taken apart no deeper than this; kubectl makes one level. */
const listDepth = 4;

/**
 * Reads YAML (or JSON, which is YAML) of any origin: many documents, Lists, byte order mark, CRLF.
 * Never throws: what cannot be read comes back as unreadable, and the other documents are read all the same.
 *
 * @param file the file's name as the user gave it, for findings
 */
export function readManifests(text: string, file: string): Manifests {
  const documents: ManifestDocument[] = [];
  const problems: UnreadableDocument[] = [];
  const explained = { characters: 0 };
  for (const source of splitStream(text.startsWith('\uFEFF') ? text.slice(1) : text)) {
    const positions = new DocumentPositions(source);
    readDocument(source, { file, positions, reading: 'last', documents, problems, explained });
  }
  return { documents, problems };
}

interface Collector {
  readonly file: string;
  readonly positions: DocumentPositions;
  readonly reading: Reading;
  readonly documents: ManifestDocument[];
  readonly problems: UnreadableDocument[];
  readonly explained: { characters: number };
}

function readDocument(source: DocumentText, into: Collector): void {
  const { file, positions, problems } = into;
  const start = { line: source.firstLine + 1, column: 1 };
  const tooMuch = { message: 'its aliases stand for too many values', position: start };
  try {
    if (mergesTooMuch(source.text)) {
      problems.push(unreadable(file, tooMuch));
      return;
    }
    const value: unknown = load(source.text, { schema: kubernetesYamlSchema }) ?? undefined;
    if (standsForTooMuch(value, source.text)) problems.push(unreadable(file, tooMuch));
    else if (value !== undefined) collect(value, [], into);
  } catch (error) {
    if (!(error instanceof YAMLException)) {
      // The parser recurses, and cannot tell where it became too much.
      problems.push(unreadable(file, { message: 'nested too deeply', position: start }));
    } else if (!(error.reason === 'duplicated mapping key' && readBoth(source, into))) {
      into.explained.characters += source.text.length;
      problems.push(unreadable(file, positions.problem(error, into.explained.characters <= mostExplained)));
    }
  }
}

/** Characters of a file that are parsed by the parser that explains well: it can take quadratic time. */
const mostExplained = 100_000;

/** Of several thousand equal keys the first hundred are enough. */
const mostDuplicates = 100;

/**
 * Reads a document in which a key stands twice, as a parser does that keeps the last, and as one that keeps the first.
 * False when something else is wrong with it too.
 */
function readBoth({ text }: DocumentText, into: Collector): boolean {
  const duplicates = into.positions.duplicates().slice(0, mostDuplicates);
  if (duplicates.length === 0) return false;
  const last: unknown = load(text, { schema: kubernetesYamlSchema, json: true });
  const first = into.positions.firstReading();
  into.problems.push(...duplicates.map((duplicate) => twice(into.file, duplicate)));
  if (standsForTooMuch(last, text) || standsForTooMuch(first, text)) return true;
  collect(last, [], into);
  collect(first, [], { ...into, reading: 'first' });
  return true;
}

function twice(file: string, { key, values, places }: ReturnType<DocumentPositions['duplicates']>[number]) {
  const says = places.slice(0, 3).map(({ line }, index) => {
    const value = values[index]?.value;
    // Anything else may be a secret.
    return typeof value === 'boolean' ? `line ${line} (${value})` : `line ${line}`;
  });
  const message = `key "${key}" stands ${places.length} times in one mapping: ${says.join(', ')}${places.length > 3 ? ', …' : ''}; parsers disagree which one counts, so the first and the last were both checked`;
  return unreadable(file, { message, position: places[1] ?? { line: 1, column: 1 } }, 'Keep one of them.');
}

function unreadable(
  file: string,
  { message, position }: TextProblem,
  remedy = 'Correct the document; what it would have said was not checked.',
): UnreadableDocument {
  const sentence = `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replace(/\.$/, '');
  return {
    lock: 'unreadable-document',
    severity: 'risk',
    state: 'unknown',
    object: nobody,
    path: '',
    file,
    ...position,
    message: `is not YAML: ${sentence}`,
    remedy,
  };
}

function notKubernetes(file: string, message: string, position: Position): UnreadableDocument {
  return {
    lock: 'not-kubernetes',
    severity: 'advice',
    state: 'unknown',
    object: nobody,
    path: '',
    file,
    ...position,
    message,
    remedy: 'Leave it out of the input, or render it to Kubernetes manifests first.',
  };
}

const nobody: ObjectReference = { kind: '', name: '' };

function collect(value: unknown, base: Path, into: Collector): void {
  if (isFields(value) && Array.isArray(value['items']) && isList(value) && base.length < 2 * listDepth) {
    value['items'].forEach((item, index) => {
      collect(item, [...base, 'items', index], into);
    });
    return;
  }
  const object = kubernetesObject(value);
  if (typeof object === 'string') {
    into.problems.push(notKubernetes(into.file, object, into.positions.of(base, into.reading)));
    return;
  }
  into.documents.push({
    object,
    file: into.file,
    position: (path) => into.positions.of(base.length === 0 ? path : [...base, ...path], into.reading),
  });
}

function isList({ kind }: Fields): boolean {
  return typeof kind === 'string' && kind.endsWith('List');
}

/** The value as an object with the fields that every object has, or what it lacks. */
function kubernetesObject(value: unknown): KubernetesObject | string {
  if (!isFields(value)) return `is ${Array.isArray(value) ? 'a list' : 'a single value'}, not a Kubernetes object`;
  const { kind, apiVersion } = value;
  if (typeof kind !== 'string' || kind === '') return 'is not a Kubernetes object: kind is missing';
  if (typeof apiVersion !== 'string' || apiVersion === '') return 'is not a Kubernetes object: apiVersion is missing';
  const metadata = fieldsOf(value['metadata']);
  const name = textOf(metadata['name']) ?? textOf(metadata['generateName']) ?? '';
  return { ...value, apiVersion, kind, metadata: { ...metadata, name } };
}
