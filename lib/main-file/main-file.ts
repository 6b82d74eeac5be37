/** A value of main.ts. `undefined` members are left out. */
export type SourceValue = string | number | boolean | Remark | readonly SourceValue[] | SourceObject;

export interface SourceObject {
  readonly [key: string]: SourceValue | undefined;
}

/** A value with a comment above it: a decision that was made for the user. */
export class Remark {
  constructor(
    readonly comment: string,
    readonly value: string | number | boolean | readonly SourceValue[] | SourceObject,
  ) {}
}

/** As the formatter of this repository has it. */
const WIDTH = 120;

/** The text of a main.ts that declares this, formatted as Biome formats this repository. */
export function printMain(declaration: SourceObject, heading: readonly string[] = []): string {
  const comments = heading.map((line) => `// ${line}\n`).join('');
  return `import { synthesize } from './lib';\n\n${comments}synthesize(${print(declaration, '', 'synthesize('.length + 2)});\n`;
}

/** The declaration itself, without the comments. */
export function plainValue(value: SourceValue | undefined): unknown {
  if (value instanceof Remark) return plainValue(value.value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(members(value as SourceObject).map(([key, member]) => [key, plainValue(member)]));
}

/** @param taken the columns of the line that are taken before and behind the value */
function print(value: SourceValue, indent: string, taken: number): string {
  if (value instanceof Remark) return print(value.value, indent, taken);
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const oneLine = inline(value);
  if (oneLine !== undefined && taken + oneLine.length <= WIDTH) return oneLine;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${comment(item, inner)}${inner}${print(item, inner, inner.length + 1)},\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  const lines = members(value as SourceObject).map(([key, member]) => {
    const name = propertyName(key);
    return `${comment(member, inner)}${inner}${name}: ${print(member, inner, inner.length + name.length + 3)},\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

function members(value: SourceObject): readonly (readonly [string, SourceValue])[] {
  return Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, member] as const]));
}

/** The value on one line; undefined where it has comments, or is an object that reads better on several. */
function inline(value: SourceValue): string | undefined {
  if (value instanceof Remark) return undefined;
  if (typeof value !== 'object') return print(value, '', 0);
  if (Array.isArray(value)) {
    const items = value.map(inline);
    if (items.includes(undefined) || (value.length > 1 && value.some((item) => typeof item === 'object')))
      return undefined;
    return `[${items.join(', ')}]`;
  }
  const entries = members(value as SourceObject);
  if (entries.length > 4) return undefined;
  const parts = entries.map(([key, member]) => {
    const text = isFlat(member) ? inline(member) : undefined;
    return text === undefined ? undefined : `${propertyName(key)}: ${text}`;
  });
  if (parts.includes(undefined)) return undefined;
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** A value, a list, or an object of one member or two, such as `{ claim: { size: '1Gi' } }`. */
function isFlat(value: SourceValue): boolean {
  if (typeof value !== 'object' || Array.isArray(value)) return true;
  return !(value instanceof Remark) && members(value as SourceObject).length <= 2;
}

function comment(value: SourceValue, indent: string): string {
  if (!(value instanceof Remark)) return '';
  return wrapped(value.comment, WIDTH - indent.length - 3)
    .map((line) => `${indent}// ${line}\n`)
    .join('');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.replace(/\s+/g, ' ').split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function propertyName(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** Single quotes, unless that takes more backslashes than double ones. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  const singles = text.split("'").length - 1;
  const doubles = text.split('"').length - 1;
  return singles > doubles ? `"${escaped}"` : `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
