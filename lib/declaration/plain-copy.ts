import { holdsWholeToken, holdsWireguardKey } from '../network/secret-look';
import type { Path, PathMistake } from './mistake';

const MOST_ITEMS = 10_000;
const MOST_KEYS = 200;
const DEEPEST = 16;
const MOST_VALUES = 1_000_000;

/** The copy, and what could not be copied: `undefined` stands in its place. */
export interface PlainCopy {
  readonly value: unknown;
  readonly mistakes: readonly PathMistake[];
}

/**
 * Copies plain data out of anything: what is declared is read once, no code of the input runs, and what has no end
 * (cycles, lists of a billion) is refused. A key of WireGuard that stands where none belongs, and a token, are refused too.
 */
export function plainCopy(input: unknown): PlainCopy {
  const copier = new Copier();
  return { value: copier.copy(input, []), mistakes: copier.mistakes };
}

class Copier {
  readonly mistakes: PathMistake[] = [];
  readonly #ancestors = new Set<object>();
  #values = 0;

  copy(value: unknown, path: Path): unknown {
    this.#values += 1;
    if (typeof value === 'string') return this.#copyText(value, path);
    if (typeof value !== 'object' || value === null) return value;
    if (this.#ancestors.has(value)) return this.#refuse(path, 'contains itself');
    if (path.length >= DEEPEST) return this.#refuse(path, `is nested more than ${DEEPEST} deep`);
    this.#ancestors.add(value);
    try {
      return Array.isArray(value) ? this.#copyList(value, path) : this.#copyObject(value, path);
    } catch {
      // A proxy may throw whatever it likes.
      return this.#refuse(path, 'cannot be read');
    } finally {
      this.#ancestors.delete(value);
    }
  }

  #copyText(text: string, path: Path): string | undefined {
    if (holdsWholeToken(text)) return this.#refuse(path, 'holds a token: secrets never stand in a declaration');
    if (!holdsWireguardKey(text) || path.at(-1) === 'publicKey') return text;
    return this.#refuse(path, 'holds a WireGuard key: secrets never stand in a declaration, only the name of a Secret');
  }

  #copyList(list: readonly unknown[], path: Path): unknown {
    const { length } = list;
    if (length > MOST_ITEMS) return this.#refuse(path, `has ${length} items: allowed are at most ${MOST_ITEMS}`);
    return Array.from({ length }, (_, index) => this.#copyProperty(list, index, path));
  }

  #copyObject(object: object, path: Path): unknown {
    const tag = Object.prototype.toString.call(object);
    if (tag !== '[object Object]') return this.#refuse(path, `is not plain data, but ${tag.slice(1, -1)}`);
    const keys = Object.keys(object);
    if (keys.length > MOST_KEYS) return this.#refuse(path, `has ${keys.length} keys: allowed are at most ${MOST_KEYS}`);
    const copy: Record<string, unknown> = {};
    for (const key of keys) {
      if (key === '__proto__') this.#refuse([...path, key], 'unknown key');
      else copy[key] = this.#copyProperty(object, key, path);
    }
    return copy;
  }

  #copyProperty(owner: object, key: string | number, path: Path): unknown {
    const property = Object.getOwnPropertyDescriptor(owner, key);
    if (property === undefined) return undefined;
    const propertyPath = [...path, key];
    if (!('value' in property)) return this.#refuse(propertyPath, 'is computed by a getter: write the value itself');
    if (this.#values > MOST_VALUES) return undefined;
    if (this.#values === MOST_VALUES) this.#refuse([], `holds more than ${MOST_VALUES} values`);
    return this.copy(property.value, propertyPath);
  }

  #refuse(path: Path, message: string): undefined {
    this.mistakes.push({ path, message });
    return undefined;
  }
}
