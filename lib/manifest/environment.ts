import type { Path } from './document';

/**
 * What a container finds in one environment variable.
 * - `value`: written in the manifest, or in a ConfigMap of the same input.
 * - `secret`: from a Secret. `value` is there when the same input holds that Secret; it must never be printed.
 * - `unknown`: from something that the input lacks; `source` names it.
 */
export type Variable =
  | { readonly kind: 'value'; readonly value: string; readonly path: Path }
  | { readonly kind: 'secret'; readonly value: string | undefined; readonly source: string; readonly path: Path }
  | { readonly kind: 'unknown'; readonly source: string; readonly path: Path };

/** The environment of one container, after envFrom, ConfigMaps and Secrets of the same input. */
export interface Environment {
  /** A variable, or undefined when it is certainly not set by the manifest. */
  get(name: string): Variable | undefined;
  /** The names that are certainly set. */
  names(): readonly string[];
}
