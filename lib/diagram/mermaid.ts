import { printable } from '../check/printable';
import type { PicturedLock, PicturedWay, PodPicture, WayState } from './picture';
import { shorten } from './svg-text';

/** Pictures of Pods as one Mermaid flowchart, for Markdown that draws it (GitHub, Forgejo, GitLab). */
export function diagramMermaid(pictures: readonly PodPicture[], doubt?: string): string {
  const lines = pictures.flatMap(podLines);
  const note = doubt === undefined ? [] : [`doubt[${quoted(doubt)}]:::open`];
  return `${['flowchart LR', ...[...lines, ...note].map((line) => `  ${line}`), ...classes].join('\n')}\n`;
}

const classes = [
  '  classDef shut stroke:#1a7f37',
  '  classDef held stroke:#9a6700',
  '  classDef open stroke:#cf222e,stroke-width:3px',
  '  classDef unknown stroke-dasharray:3 3',
];

function podLines({ title, containers, tunnel, ways }: PodPicture, index: number): string[] {
  const pod = `pod${index}`;
  return [
    `subgraph ${pod}[${quoted(title)}]`,
    '  direction TB',
    ...containers.map(({ name, role }, at) => `  ${pod}c${at}[${quoted(`${name}: ${role}`)}]`),
    ...containers.slice(1).map((_, at) => `  ${pod}c${at} --> ${pod}c${at + 1}`),
    'end',
    `${pod} ==>|${quoted(tunnel)}| ${pod}t(["the tunnel"])`,
    ...ways.map((way, at) => wayLine(pod, `${pod}w${at}`, way)),
  ];
}

/** An edge that ends in a cross goes nowhere, a dotted one is held by fewer locks than there are. */
const edges: Readonly<Record<WayState, string>> = { shut: '--x', held: '-.-x', open: '-->', unknown: '-.->' };

function wayLine(pod: string, way: string, { text, state, locks, direction }: PicturedWay): string {
  const target = `${way}[${quoted(text)}]:::${state}`;
  const label = quoted(locks.map(lockText).join(', '));
  return direction === 'in'
    ? `${target} ${edges[state]}|${label}| ${pod}`
    : `${pod} ${edges[state]}|${label}| ${target}`;
}

function lockText({ id, state, because }: PicturedLock): string {
  if (state === 'closed') return id;
  return because === undefined ? `${id}: ${state.toUpperCase()}` : `${id}: OPEN on purpose, ${because}`;
}

/** Mermaid reads entities in quoted text, and Markdown in it; a stranger's text is to be neither. */
function quoted(text: string): string {
  const safe = shorten(printable(text), 100).replace(/["#&<>`*_\\[\]{}|]/g, (each) => `#${each.charCodeAt(0)};`);
  return `"${safe}"`;
}
