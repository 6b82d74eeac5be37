import type { Path } from './document';
import { type Environment, type EnvironmentSources, fillReferences, readEnvironment } from './environment';
import { type Fields, fieldsOf, itemsOf, textOf, textsOf } from './plain-value';

/**
 * When a container runs.
 * - `init`: alone, to its end, before what follows it.
 * - `sidecar`: an init container with restartPolicy Always; what follows waits for its startup probe.
 * - `main`: after every init container, beside the other main containers.
 * - `ephemeral`: put into a running Pod by `kubectl debug`.
 */
type ContainerPhase = 'init' | 'sidecar' | 'main' | 'ephemeral';

/** A container as it stands in a Pod's spec. */
export interface PodContainer {
  readonly name: string;
  readonly phase: ContainerPhase;
  readonly path: Path;
  readonly fields: Fields;
  /** @default - empty text where the manifest leaves it out */
  readonly image: string;
  readonly environment: Environment;
}

/** Every container of a Pod in the order in which the kubelet starts them. */
export function containersOf(podSpec: Fields, podSpecPath: Path, sources: EnvironmentSources): readonly PodContainer[] {
  const read = (list: string, phaseOf: (container: Fields) => ContainerPhase) =>
    itemsOf(podSpec[list]).map((item, index): PodContainer => {
      const fields = fieldsOf(item);
      const path = [...podSpecPath, list, index];
      return {
        name: textOf(fields['name']) ?? `${list}[${index}]`,
        phase: phaseOf(fields),
        path,
        fields,
        image: textOf(fields['image']) ?? '',
        environment: readEnvironment(fields, path, sources),
      };
    });
  return [
    ...read('initContainers', ({ restartPolicy }) => (restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...read('containers', () => 'main'),
    ...read('ephemeralContainers', () => 'ephemeral'),
  ];
}

/** `command` and `args` as the kubelet passes them on, with `$(NAME)` filled in. Empty when the image decides. */
export function commandOf({ fields, environment }: PodContainer): readonly string[] {
  return [...textsOf(fields['command']), ...textsOf(fields['args'])].map((word) =>
    word.includes('$(') ? fill(word, environment) : word,
  );
}

/** A word that grows without end is left as it stands. */
function fill(word: string, environment: Environment): string {
  const filled = fillReferences(word, (name) => {
    const variable = environment.get(name);
    return variable?.kind === 'value' ? variable.value : undefined;
  });
  return filled ?? word;
}

/**
 * The last part of an image's name, without registry, tag and digest: `gluetun` for `ghcr.io/qdm12/gluetun:v3.41.3`.
 */
export function imageName(image: string): string {
  const name = image.replace(/@.*$/, '').split('/').at(-1) ?? '';
  return name.replace(/:.*$/, '').toLowerCase();
}
