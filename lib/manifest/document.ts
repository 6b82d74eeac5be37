import type { KubernetesObject } from './kubernetes';

/** Where a value stands in an object: keys and list indices from the root. */
export type Path = readonly (string | number)[];

/** A place in a file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One object, and where it was read. */
export interface ManifestDocument {
  readonly object: KubernetesObject;
  /** The file's name as the user gave it, or `<stdin>`. */
  readonly file: string;
  /** Where the value at `path` (or its nearest parent that exists) stands in the file. */
  position(path: Path): Position;
}

/** A path as people write it: `spec.template.spec.containers[0].image`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = /^[A-Za-z_$][\w$-]*$/.test(part) ? part : `"${part}"`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
