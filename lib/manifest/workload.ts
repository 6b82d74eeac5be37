import type { ManifestDocument, Path } from './document';
import type { ObjectReference } from './kubernetes';
import { type Fields, fieldsOf, isFields, textEntriesOf, textOf } from './plain-value';

/** An object that makes Pods, or a Pod itself. */
export interface Workload {
  readonly document: ManifestDocument;
  readonly reference: ObjectReference;
  readonly podSpec: Fields;
  readonly podSpecPath: Path;
  readonly podLabels: ReadonlyMap<string, string>;
  readonly podAnnotations: ReadonlyMap<string, string>;
  /** The object's own `spec`: replicas, strategy and the like. For a Pod this is the Pod's spec. */
  readonly spec: Fields;
}

const podItself: Path = [];
const podTemplate: Path = ['spec', 'template'];

/** Where each kind keeps its Pod: the path of the mapping with `metadata` and `spec`. */
const podPaths: ReadonlyMap<string, Path> = new Map([
  ['Pod', podItself],
  ['PodTemplate', ['template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** The Pod that an object makes, or undefined if it makes none. Kinds of other API groups are known by their shape. */
export function workloadOf(document: ManifestDocument): Workload | undefined {
  const { object } = document;
  const podPath = podPaths.get(object.kind) ?? podTemplate;
  const pod = fieldsOf(podPath.reduce<unknown>((value, key) => fieldsOf(value)[key], object));
  const podSpec = pod['spec'];
  if (!isFields(podSpec) || !Array.isArray(podSpec['containers'])) return undefined;
  const metadata = fieldsOf(pod['metadata']);
  return {
    document,
    reference: referenceOf(document),
    podSpec,
    podSpecPath: [...podPath, 'spec'],
    podLabels: textEntriesOf(metadata['labels']),
    podAnnotations: textEntriesOf(metadata['annotations']),
    spec: fieldsOf(object['spec']),
  };
}

/** How people call the object of a document. */
export function referenceOf(document: ManifestDocument): ObjectReference {
  const { kind } = document.object;
  const metadata = fieldsOf(document.object.metadata);
  const name = textOf(metadata['name']) ?? textOf(metadata['generateName']) ?? '';
  const namespace = namespaceOf(document);
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}

/** The namespace that a document states. `kubectl apply -n` may give it another one only where it states none. */
export function namespaceOf(document: ManifestDocument): string | undefined {
  const namespace = textOf(fieldsOf(document.object.metadata)['namespace']);
  return namespace === '' ? undefined : namespace;
}
