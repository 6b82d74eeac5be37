import type { Problem } from './problem';
import { SecretVariables } from './secret-variables';
import { mapScalars, type Tree } from './tree';
import { unsetMark } from './unset';

/** Phase 2. What variables stand for. */
export type Variables = ReadonlyMap<string, string>;

/** Why a variable must be set, in the words of the file: `${NAME:?words}`. */
export type Reasons = Map<string, string>;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const DEEPEST = 20;

class FormatError extends Error {}

/**
 * Puts the variables into every value of a document, by compose's rules: `$X`, `${X}`, `${X:-d}`, `${X-d}`, `${X:?e}`,
 * `${X?e}`, `${X:+a}`, `${X+a}`, nested, and `$$` for `$`. A variable that is not set leaves a mark (see unset.ts), and so
 * does one that may be a secret: its value is in `revealed` of the scalar alone.
 */
export function interpolate(
  document: Tree,
  variables: Variables,
  reasons: Reasons,
  secrets: SecretVariables = new SecretVariables(),
): { tree: Tree; problems: Problem[] } {
  const problems: Problem[] = [];
  const tree = mapScalars(document, (leaf, path) => {
    if (typeof leaf.value !== 'string' || !leaf.text.includes('$')) return leaf;
    try {
      const revealed = new Template(leaf.text, variables, new Map()).evaluate();
      const text = new Template(leaf.text, variables, reasons, secrets).evaluate();
      return { ...leaf, text, value: text, ...(text !== revealed && { revealed }) };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      problems.push({ message: error.message, path, place: leaf.place });
      return leaf;
    }
  });
  return { tree, problems };
}

/**
 * One text with its variables put in, or with marks for the secret ones.
 * @throws ComposeError never; a text that compose would refuse is given back as it is
 */
export function interpolateText(text: string, variables: Variables, secrets?: SecretVariables): string {
  try {
    return new Template(text, variables, new Map(), secrets).evaluate();
  } catch {
    return text;
  }
}

class Template {
  private offset = 0;

  constructor(
    private readonly text: string,
    private readonly variables: Variables,
    private readonly reasons: Reasons,
    /** Whose values become marks. @default - nobody's */
    private readonly secrets?: SecretVariables,
  ) {}

  evaluate(): string {
    return this.until(undefined, 0);
  }

  /** Everything up to the brace that ends a default, or to the end. */
  private until(end: '}' | undefined, depth: number): string {
    let result = '';
    while (this.offset < this.text.length) {
      const character = this.text.charAt(this.offset);
      if (character === end) return result;
      result += character === '$' ? this.variable(depth) : character;
      if (character !== '$') this.offset += 1;
    }
    if (end !== undefined) throw new FormatError('a "$" with "{" is not closed by "}"');
    return result;
  }

  private variable(depth: number): string {
    this.offset += 1;
    const next = this.text.charAt(this.offset);
    if (next === '$') {
      this.offset += 1;
      return '$';
    }
    if (next === '{') {
      this.offset += 1;
      return this.braced(depth + 1);
    }
    NAME.lastIndex = this.offset;
    // As with compose, a "$" that begins no variable is a dollar sign.
    return NAME.test(this.text) ? this.value(this.name()) : '$';
  }

  private braced(depth: number): string {
    if (depth > DEEPEST) throw new FormatError(`defaults within defaults, more than ${DEEPEST} deep`);
    const name = this.name();
    const operator = /:?[-?+]/y;
    operator.lastIndex = this.offset;
    const sign = operator.exec(this.text)?.[0] ?? '';
    this.offset += sign.length;
    const operand = sign === '' ? '' : this.until('}', depth);
    if (this.text.charAt(this.offset) !== '}') throw new FormatError(`"\${${name}" is not closed by "}"`);
    this.offset += 1;
    return this.chosen(name, sign, operand);
  }

  private chosen(name: string, sign: string, operand: string): string {
    const value = this.variables.get(name);
    const isGiven = value !== undefined && (value !== '' || !sign.startsWith(':'));
    switch (sign.at(-1)) {
      case '-':
        return isGiven ? this.value(name) : operand;
      case '+':
        return isGiven ? operand : '';
      case '?':
        if (isGiven) return this.value(name);
        if (operand !== '') this.reasons.set(name, operand);
        return unsetMark(name);
      default:
        return this.value(name);
    }
  }

  private value(name: string): string {
    const value = this.variables.get(name);
    return value === undefined || this.secrets?.isSecret(name, value) === true ? unsetMark(name) : value;
  }

  private name(): string {
    NAME.lastIndex = this.offset;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) {
      throw new FormatError('has a "${" without the name of a variable: write "$${" for the two characters');
    }
    this.offset += name.length;
    return name;
  }
}
