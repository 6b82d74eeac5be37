/**
 * A variable that is not set stands for nothing, as with compose. But where the declaration needs its value it is a
 * mistake, so it leaves a mark in the text until it is known whether anybody reads it.
 */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARK = /\uE000([^\uE001]*)\uE001/g;

/** Whether a text of the user's holds the characters that the marks are made of. */
export function holdsMark(text: string): boolean {
  return text.includes(OPEN) || text.includes(CLOSE);
}

export function unsetMark(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

/** The text as compose would have it: an unset variable is empty. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '');
}

/** The variables that the text needs and that are not set. */
export function unsetIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(MARK)].map(([, name = '']) => name))];
}

/** The text as it was written, for people: `${NAME}` where a variable is not set. */
export function showMarks(text: string): string {
  return text.replace(MARK, (_, name: string) => `\${${name}}`);
}
