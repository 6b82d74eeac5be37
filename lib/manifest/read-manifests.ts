import { load, YAMLException } from 'js-yaml';
import type { ManifestDocument, Path, Position } from './document';
import { DocumentPositions, type DocumentText, splitStream, type TextProblem } from './document-text';
import type { KubernetesObject, ObjectReference } from './kubernetes';
import { kubernetesYamlSchema } from './kubernetes-yaml-schema';
import { type Fields, fieldsOf, isFields, textOf } from './plain-value';

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
  for (const source of splitStream(text.startsWith('\uFEFF') ? text.slice(1) : text)) {
    const positions = new DocumentPositions(source);
    try {
      const value: unknown = load(source.text, { schema: kubernetesYamlSchema }) ?? undefined;
      if (value !== undefined) collect(value, [], { file, positions, documents, problems });
    } catch (error) {
      problems.push(unreadable(file, explain(error, source, positions)));
    }
  }
  return { documents, problems };
}

interface Collector {
  readonly file: string;
  readonly positions: DocumentPositions;
  readonly documents: ManifestDocument[];
  readonly problems: UnreadableDocument[];
}

/** Why a document is not YAML: in the words of the parser that knows exact positions, else of the fast one. */
function explain(error: unknown, { firstLine }: DocumentText, positions: DocumentPositions): TextProblem {
  if (!(error instanceof YAMLException)) {
    // The fast parser recurses, and so does the other: neither can tell where it became too much.
    return { message: 'nested too deeply', position: { line: firstLine + 1, column: 1 } };
  }
  const { line, column } = error.mark ?? { line: 0, column: 0 };
  return positions.problem() ?? { message: error.reason, position: { line: firstLine + line + 1, column: column + 1 } };
}

function unreadable(file: string, { message, position }: TextProblem): UnreadableDocument {
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
    remedy: 'Correct the document; what it would have said was not checked.',
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
    into.problems.push(notKubernetes(into.file, object, into.positions.of(base)));
    return;
  }
  into.documents.push({
    object,
    file: into.file,
    position: (path) => into.positions.of(base.length === 0 ? path : [...base, ...path]),
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
