import type { LockState } from './picture';

interface Colours {
  readonly paper: string;
  readonly box: string;
  readonly ink: string;
  readonly quiet: string;
  readonly closed: string;
  readonly open: string;
  readonly loosened: string;
}

const light: Colours = {
  paper: '#ffffff',
  box: '#f6f8fa',
  ink: '#1f2328',
  quiet: '#59636e',
  closed: '#1a7f37',
  open: '#cf222e',
  loosened: '#9a6700',
};

const dark: Colours = {
  paper: '#0d1117',
  box: '#161b22',
  ink: '#f0f6fc',
  quiet: '#9198a1',
  closed: '#3fb950',
  open: '#f85149',
  loosened: '#d29922',
};

const fixed = `
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
text.id{font:11px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
text.title{font-weight:600;font-size:15px}
line,path{fill:none;stroke-width:1.5}
line.tunnel{stroke-width:5}
line.unknown,line.barred{stroke-dasharray:3 3}
line.barred{stroke-opacity:.5}
`;

/** Colour is never alone: every state has a shape of its own too. */
export const style = `${fixed}${coloured(light)}@media (prefers-color-scheme:dark){${coloured(dark)}}`;

function coloured({ paper, box, ink, quiet, closed, open, loosened }: Colours): string {
  return [
    `.paper{fill:${paper}}`,
    `.box{fill:${box};stroke:${quiet}}`,
    `.card{fill:${paper};stroke:${quiet}}`,
    `text{fill:${ink}}`,
    ...Object.entries({ barred: quiet, quiet, closed, open, loosened, unknown: quiet }).map(
      ([name, colour]) => `line.${name},path.${name}{stroke:${colour}}text.${name},.solid.${name}{fill:${colour}}`,
    ),
  ].join('');
}

/** A padlock 14 wide, its middle at the point given: shut, with its shackle swung away, or with a question mark. */
export function padlock(state: LockState, x: number, y: number): string {
  const shackle = {
    closed: 'M3.5 0V-3.5a3.5 3.5 0 0 1 7 0V0',
    open: 'M3.5 0V-3.5a3.5 3.5 0 0 1 6.6 -1.6',
    loosened: 'M3.5 0V-3.5a3.5 3.5 0 0 1 6.6 -1.6',
    unknown: 'M3.5 0V-3.5a3.5 3.5 0 0 1 7 0V0',
  }[state];
  const mark = { closed: '', open: '', loosened: '!', unknown: '?' }[state];
  const hole =
    mark === ''
      ? '<circle class="paper" cx="7" cy="4" r="1.5"/>'
      : `<text class="id paper" x="7" y="8" text-anchor="middle" font-weight="700">${mark}</text>`;
  return `<g transform="translate(${x} ${y})"><path class="${state}" d="${shackle}"/><rect class="solid ${state}" x="0.5" y="0" width="13" height="9" rx="1.5"/>${hole}</g>`;
}

/** A triangle that points right, its tip at the point given, or left. */
export function arrowhead(name: string, x: number, y: number, points: 'right' | 'left' = 'right', size = 7): string {
  const back = points === 'right' ? x - size : x + size;
  return `<path class="solid ${name}" d="M${x} ${y}L${back} ${y - size * 0.6}V${y + size * 0.6}Z"/>`;
}
