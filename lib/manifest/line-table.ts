import type { Position } from './document';

/** The lines of a text, to tell the position of any offset fast. */
export class LineTable {
  private readonly starts: readonly number[];

  /** @param firstLine the line on which the text begins in its file, counted from 0 */
  constructor(
    text: string,
    private readonly firstLine = 0,
  ) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: this.firstLine + low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}
