import type { PicturedContainer, PicturedLock, PicturedWay, PodPicture, WayState } from './picture';
import { shorten, svgText } from './svg-text';
import { arrowhead, padlock } from './symbols';
import type { Direction } from './ways';

/** A piece of SVG, its top left corner at 0, 0. */
export interface Drawing {
  readonly height: number;
  readonly svg: string;
}

const podWidth = 212;
const rowHeight = 44;
const outsideWidth = 30;
const headingHeight = 26;
const top = 30;

const headings: Readonly<Record<Direction, string>> = {
  out: 'Ways out',
  in: 'Ways in',
  around: 'What the locks rely on',
};

/** One Pod: its containers on the left, the tunnel and every other way on the right, each with the locks that stand in it. */
export function podDrawing(picture: PodPicture, width: number): Drawing {
  const rows = new Rows(width - outsideWidth);
  rows.tunnel(picture.tunnel);
  for (const direction of ['out', 'in', 'around'] as const) {
    rows.heading(headings[direction]);
    for (const way of picture.ways) if (way.direction === direction) rows.way(way);
  }
  const reasons = loosened(picture.ways).map(({ id, because }) => `${id} is open on purpose: ${because}`);
  for (const reason of reasons) rows.note(reason);
  const needed = 56 + picture.containers.length * containerStep;
  const bottom = Math.max(rows.bottom + 14, top + needed);
  const svg = [
    `<text class="title" x="0" y="14">${svgText(picture.title)}</text>`,
    `<rect class="box" x="0.5" y="${top}" width="${podWidth}" height="${bottom - top}" rx="8"/>`,
    `<text class="quiet" x="16" y="${top + 24}">the Pod</text>`,
    `<rect class="box" x="${width - outsideWidth}" y="${top}" width="${outsideWidth - 0.5}" height="${bottom - top}" rx="8"/>`,
    `<text class="quiet" text-anchor="middle" transform="translate(${width - outsideWidth / 2 + 4} ${top + (bottom - top) / 2}) rotate(-90)">outside the Pod</text>`,
    ...picture.containers.map((container, index) => containerBox(container, top + 38 + index * containerStep)),
    ...rows.pieces,
  ];
  return { height: bottom, svg: svg.join('\n') };
}

const containerStep = 58;

function containerBox({ name, role }: PicturedContainer, y: number): string {
  return [
    `<rect class="card" x="16" y="${y}" width="${podWidth - 32}" height="48" rx="4"/>`,
    `<text x="28" y="${y + 20}">${svgText(name, 22)}</text>`,
    `<text class="quiet" x="28" y="${y + 38}">${svgText(role, 24)}</text>`,
  ].join('\n');
}

const colourOf: Readonly<Record<WayState, string>> = {
  shut: 'closed',
  held: 'loosened',
  open: 'open',
  unknown: 'unknown',
};

/** Monospaced letters of 11 pixels are 0.6 of that wide, whichever font the reader has. */
const letterWidth = 6.7;
const chipGap = 14;

/** Puts one row below the other. */
class Rows {
  readonly pieces: string[] = [];
  private readonly left = podWidth;
  private y = top;

  constructor(private readonly right: number) {}

  get bottom(): number {
    return this.y;
  }

  tunnel(text: string): void {
    const y = this.y + 30;
    this.pieces.push(
      `<text x="${this.left + 20}" y="${y - 9}">the tunnel: ${svgText(text)}</text>`,
      `<line class="tunnel closed" x1="${this.left}" y1="${y}" x2="${this.right - 10}" y2="${y}"/>`,
      arrowhead('closed', this.right, y, 'right', 12),
    );
    this.y += rowHeight;
  }

  heading(text: string): void {
    this.y += headingHeight;
    this.pieces.push(`<text class="title" x="${this.left + 20}" y="${this.y - 2}">${text}</text>`);
  }

  way({ direction, text, state, locks }: PicturedWay): void {
    const y = this.y + 32;
    const chips = this.chips(locks, y);
    const colour = colourOf[state];
    const stopped = direction === 'in' ? chips.findLast(isClosed) : chips.find(isClosed);
    const [from, to] = direction === 'in' ? [this.right, this.left] : [this.left, this.right];
    const end = stopped === undefined ? to : direction === 'in' ? stopped.right : stopped.left;
    this.pieces.push(
      `<text x="${this.left + 20}" y="${y - 17}">${svgText(text)}</text>`,
      `<line class="${colour}" x1="${from}" y1="${y}" x2="${end}" y2="${y}"/>`,
      `<line class="barred" x1="${end}" y1="${y}" x2="${to}" y2="${y}"/>`,
      ...(stopped === undefined ? [arrowhead(colour, to, y, direction === 'in' ? 'left' : 'right')] : []),
      ...chips.map(({ svg }) => svg),
    );
    this.y += rowHeight;
  }

  note(text: string): void {
    this.y += headingHeight;
    this.pieces.push(`<text class="loosened" x="${this.left + 20}" y="${this.y - 5}">${svgText(text, 90)}</text>`);
  }

  /** The locks of a way, side by side on its line, each on a piece of paper that hides the line behind it. */
  private chips(locks: readonly PicturedLock[], y: number): readonly Chip[] {
    let left = this.left + 34;
    return locks.map(({ id, state }) => {
      const right = left + 22 + shorten(id, 24).length * letterWidth + 4;
      const svg = [
        `<rect class="paper" x="${left - 3}" y="${y - 9}" width="${right - left + 3}" height="18"/>`,
        padlock(state, left, y - 3),
        `<text class="id ${state}" x="${left + 20}" y="${y + 4}">${svgText(id, 24)}</text>`,
      ].join('');
      const chip: Chip = { state, left: left - 3, right, svg };
      left = right + chipGap;
      return chip;
    });
  }
}

interface Chip {
  readonly state: PicturedLock['state'];
  readonly left: number;
  readonly right: number;
  readonly svg: string;
}

function isClosed({ state }: Chip): boolean {
  return state === 'closed';
}

/** A lock that stands in several ways has one reason. */
function loosened(ways: readonly PicturedWay[]): readonly { id: string; because: string }[] {
  const reasons = ways
    .flatMap(({ locks }) => locks)
    .flatMap(({ id, because }): [string, string][] => (because === undefined ? [] : [[id, because]]));
  return [...new Map(reasons)].map(([id, because]) => ({ id, because }));
}
