/** One document of a YAML stream: its text, and the line of the file on which it begins, counted from 0. */
export interface DocumentText {
  readonly text: string;
  readonly firstLine: number;
}

/**
 * Cuts a YAML stream at its document markers. A line that begins with `---` or `...` is one wherever it stands, so a
 * document that cannot be read never takes its neighbours with it (YAML 1.2, section 9.1.2, "forbidden").
 */
export function splitStream(stream: string): DocumentText[] {
  const documents: DocumentText[] = [];
  const add = (start: number, end: number, firstLine: number) => {
    const text = stream.slice(start, end);
    if (hasContent(text)) documents.push({ text, firstLine });
  };
  let start = 0;
  let startLine = 0;
  let line = 0;
  let counted = 0;
  let isOpened = false;
  for (const { 0: marker, index } of stream.matchAll(/(?<![^\n])(?:---|\.\.\.)(?=\s|$)/g)) {
    line += countLines(stream, counted, index);
    counted = index;
    const end = marker === '---' ? index : index + marker.length;
    // A directive belongs to the document that begins at the next marker.
    const continues = marker === '---' && !isOpened && hasDirectiveOnly(stream.slice(start, index));
    isOpened = marker === '---';
    if (continues) continue;
    add(start, end, startLine);
    start = end;
    startLine = line;
  }
  add(start, stream.length, startLine);
  return documents;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function hasContent(text: string): boolean {
  return /^(?!---(?:[^\S\n]*$|[^\S\n]+#)|\.\.\.[^\S\n]*$|[^\S\n]*#|[^\S\n]*$)/m.test(text);
}

function hasDirectiveOnly(text: string): boolean {
  return /^%/m.test(text) && !/^(?!%|[^\S\n]*#|[^\S\n]*$|---|\.\.\.)/m.test(text);
}
