import type { Path } from './document';
import { type Fields, fieldsOf, itemsOf, textOf } from './plain-value';
import type { SecretValues } from './secret-values';

/**
 * What a container finds in one environment variable.
 * - `value`: written in the manifest, or in a ConfigMap of the same input.
 * - `secret`: from a Secret. `value` is there when the same input holds that Secret; it must never be printed.
 * - `field`: from the running Pod itself, such as `status.podIP`.
 * - `unknown`: from something that the input lacks; `source` names it.
 */
export type Variable =
  | { readonly kind: 'value'; readonly value: string; readonly path: Path }
  | { readonly kind: 'secret'; readonly value: string | undefined; readonly source: string; readonly path: Path }
  | { readonly kind: 'field'; readonly field: string; readonly path: Path }
  | { readonly kind: 'unknown'; readonly source: string; readonly path: Path };

/** The environment of one container, after envFrom, ConfigMaps and Secrets of the same input. */
export interface Environment {
  /** A variable, or undefined when it is certainly not set by the manifest. */
  get(name: string): Variable | undefined;
  /** The variables that are certainly set. */
  entries(): Iterable<readonly [string, Variable]>;
}

/** The ConfigMaps and Secrets that a container can name: those of its own namespace. */
export interface EnvironmentSources {
  configMap(name: string): ReadonlyMap<string, string> | undefined;
  secret(name: string): SecretValues | undefined;
}

/** Reads `env` and `envFrom` of a container as the kubelet does: envFrom in order, then env in order, the last one wins. */
export function readEnvironment(container: Fields, path: Path, sources: EnvironmentSources): Environment {
  let read: EnvironmentReader | undefined;
  const reader = () => {
    read ??= new EnvironmentReader(container, path, sources);
    return read;
  };
  return { get: (name) => reader().get(name), entries: () => reader().variables };
}

class EnvironmentReader {
  readonly variables = new Map<string, Variable>();
  /** The last envFrom that the input lacks: it may set any name. */
  private unseen: Variable | undefined;

  constructor(
    container: Fields,
    path: Path,
    private readonly sources: EnvironmentSources,
  ) {
    itemsOf(container['envFrom']).forEach((source, index) => {
      this.addAll(fieldsOf(source), [...path, 'envFrom', index]);
    });
    itemsOf(container['env']).forEach((entry, index) => {
      this.add(fieldsOf(entry), [...path, 'env', index]);
    });
  }

  get(name: string): Variable | undefined {
    return this.variables.get(name) ?? this.unseen;
  }

  private addAll(source: Fields, path: Path): void {
    const prefix = textOf(source['prefix']) ?? '';
    const secretName = textOf(fieldsOf(source['secretRef'])['name']);
    const name = secretName ?? textOf(fieldsOf(source['configMapRef'])['name']) ?? '';
    const data = secretName === undefined ? this.sources.configMap(name) : this.sources.secret(name);
    const origin = `${secretName === undefined ? 'ConfigMap' : 'Secret'} "${name}"`;
    if (data === undefined) {
      // It may override everything that came before it.
      this.variables.clear();
      this.unseen = { kind: 'unknown', source: origin, path };
      return;
    }
    for (const [key, value] of data) {
      this.variables.set(
        prefix + key,
        secretName === undefined
          ? { kind: 'value', value: value ?? '', path }
          : { kind: 'secret', value, source: origin, path },
      );
    }
  }

  private add(entry: Fields, path: Path): void {
    const name = textOf(entry['name']);
    if (name === undefined) return;
    const { valueFrom } = entry;
    const variable = valueFrom
      ? this.refer(fieldsOf(valueFrom), path)
      : this.expand(textOf(entry['value']) ?? '', path);
    if (variable === undefined) this.variables.delete(name);
    else this.variables.set(name, variable);
  }

  private refer(from: Fields, path: Path): Variable | undefined {
    if (from['fieldRef']) return { kind: 'field', field: textOf(fieldsOf(from['fieldRef'])['fieldPath']) ?? '', path };
    if (from['configMapKeyRef']) {
      const { name, key } = keyOf(from['configMapKeyRef']);
      const data = this.sources.configMap(name);
      if (data === undefined) return { kind: 'unknown', source: `ConfigMap "${name}"`, path };
      const value = data.get(key);
      return value === undefined ? undefined : { kind: 'value', value, path };
    }
    if (from['secretKeyRef']) {
      const { name, key } = keyOf(from['secretKeyRef']);
      return { kind: 'secret', value: this.sources.secret(name)?.get(key), source: `Secret "${name}"`, path };
    }
    return { kind: 'unknown', source: Object.keys(from).join(', '), path };
  }

  private expand(value: string, path: Path): Variable {
    if (!value.includes('$(')) return { kind: 'value', value, path };
    let hidden: Variable | undefined;
    const expanded = fillReferences(value, (name) => {
      const variable = this.get(name);
      if (variable?.kind === 'value') return variable.value;
      hidden ??= variable;
      return undefined;
    });
    if (expanded === undefined) return { kind: 'unknown', source: 'a value that grows without end', path };
    return hidden === undefined ? { kind: 'value', value: expanded, path } : { ...hidden, path };
  }
}

/** Values that refer to each other may double at every turn. In characters. */
const expansionLimit = 65_536;

/**
 * Replaces `$(NAME)` as the kubelet does: `$$(NAME)` stays as it is, without one `$`, and so does a name without a value.
 * Undefined when the text grows past all measure.
 */
export function fillReferences(text: string, lookUp: (name: string) => string | undefined): string | undefined {
  let length = text.length;
  const filled = text.replace(/\$?\$\(([\w.-]+)\)/g, (reference, name: string) => {
    if (reference.startsWith('$$')) return reference.slice(1);
    const value = length > expansionLimit ? undefined : lookUp(name);
    length += value?.length ?? 0;
    return value ?? reference;
  });
  return length > expansionLimit && length > text.length ? undefined : filled;
}

function keyOf(reference: unknown): { name: string; key: string } {
  const fields = fieldsOf(reference);
  return { name: textOf(fields['name']) ?? '', key: textOf(fields['key']) ?? '' };
}
