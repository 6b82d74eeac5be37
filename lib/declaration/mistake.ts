import { isShowableKey } from '../network/secret-look';
import { quote } from '../network/value-error';

/** One thing wrong in a declaration. */
export interface Mistake {
  /** Where, as people write it: `pods[0].vpn.provider`. Empty for the declaration as a whole. */
  readonly path: string;
  /** What is wrong, what is allowed, the likely fix. Holds no secret. */
  readonly message: string;
}

/** A declaration that cannot be used. Carries every mistake, sorted by path; its message has one line for each. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';

  constructor(readonly mistakes: readonly Mistake[]) {
    super(mistakes.map(({ path, message }) => `${path === '' ? 'declaration' : path}: ${message}`).join('\n'));
  }
}

/** Where a value stands in a declaration: keys and list indices from the root. */
export type Path = readonly (string | number)[];

/** A mistake before it is written out. */
export interface PathMistake {
  readonly path: Path;
  readonly message: string;
}

/** Writes mistakes out, in the order of a declaration's paths: `pods[2]` before `pods[10]`. */
export function sortedMistakes(mistakes: readonly PathMistake[]): readonly Mistake[] {
  return mistakes
    .toSorted((one, other) => comparePaths(one.path, other.path) || compare(one.message, other.message))
    .map(({ path, message }) => ({ path: formatPath(path), message }));
}

function comparePaths(one: Path, other: Path): number {
  for (const [depth, part] of one.entries()) {
    const counterpart = other[depth];
    if (counterpart === undefined) return 1;
    const order = compare(part, counterpart);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

function compare(one: string | number, other: string | number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A path as people write it: `pods[0].vpn.provider`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!isShowableKey(part)) return `${text}[a key of ${part.length} characters]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(part)) return `${text}[${quote(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
