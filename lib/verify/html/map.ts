import type { PodVerdict } from '../verdict';
import { escapeHtml } from './text';
import { type Way, waysIn, waysOut } from './ways';

/** Measures of the drawing, in its own units: 420 wide, so that a phone shows it without shrinking the letters. */
const size = { width: 420, row: 30, box: 34, top: 46, uplink: 150, guard: 166, policy: 188, names: 206 };

/** The Pod, drawn: its containers, its interfaces, and every way in and out, shut or open, and by which lock. */
export function podMap(verdict: PodVerdict, anchor: string): string {
  const out = waysOut(verdict);
  const inward = waysIn(verdict);
  const containers = verdict.pod.vpnPod.containers;
  const rows = out.length + inward.length + 1;
  const height = size.top + Math.max(rows * size.row, containers.length * (size.box + 8) + size.row + 20) + 24;
  const link = (way: Way) => `#${anchor}-${way.lock}`;
  return `<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${escapeHtml(description(out, inward))}">
${podBox(height)}
${containers.map(({ name, phase }, index) => containerBox(name, phase, index)).join('\n')}
${walls(height, verdict, anchor)}
${tunnelRow(verdict)}
${out.map((way, index) => wayRow(way, index + 1, link(way), 'out')).join('\n')}
${inward.map((way, index) => wayRow(way, out.length + index + 1, link(way), 'in')).join('\n')}
</svg>`;
}

function description(out: readonly Way[], inward: readonly Way[]): string {
  const ways = [...out, ...inward];
  const open = ways.filter(({ state }) => state === 'open').map(({ name }) => name);
  const shut = ways.filter(({ state }) => state === 'shut').length;
  const rest = open.length === 0 ? 'none is open' : `open: ${open.join(', ')}`;
  return `Map of the Pod: ${shut} of ${ways.length} ways past the tunnel are shut, ${rest}`;
}

function podBox(height: number): string {
  return `<rect class="pod" x="4" y="22" width="${size.uplink - 14}" height="${height - 30}" rx="6"/>
<text class="label" x="12" y="16">the Pod's network</text>
<text class="small" x="${size.uplink - 16}" y="${size.top + size.row + 3}" text-anchor="end">eth0</text>`;
}

function containerBox(name: string, phase: string, index: number): string {
  const y = size.top + size.row + 12 + index * (size.box + 8);
  const kind = phase === 'init' ? 'ran first, and ended' : phase === 'sidecar' ? 'sidecar' : 'container';
  return `<g class="container ${phase}"><rect x="12" y="${y}" width="112" height="${size.box}" rx="4"/>
<text x="18" y="${y + 15}">${escapeHtml(shorten(name, 17))}</text><text class="small" x="18" y="${y + 28}">${kind}</text></g>`;
}

function walls(height: number, { locks }: PodVerdict, anchor: string): string {
  const wall = (x: number, id: string, name: string, y: number) => {
    const state = locks.find(({ lock }) => lock === id)?.state ?? 'unknown';
    return `<a href="#${anchor}-${id}"><line class="wall ${state}" x1="${x}" y1="34" x2="${x}" y2="${height - 8}"/>
<text class="label" x="${x}" y="${y}" text-anchor="middle">${name}</text></a>`;
  };
  return `${wall(size.guard, 'uplink', 'guard', 30)}
${wall(size.policy, 'egress-policy', 'policy', 18)}`;
}

function tunnelRow({ survey }: PodVerdict): string {
  const y = size.top;
  const tries = survey.companions.map(({ tries: found }) => (found.kind === 'seen' ? found.value.seenAs : undefined));
  const seenAs = tries.find((found) => found?.kind === 'seen');
  const name = seenAs?.kind === 'seen' ? `the internet, as ${seenAs.value}` : 'the internet, by the VPN';
  return `<g class="tunnel"><line x1="124" y1="${y}" x2="${size.names - 6}" y2="${y}"/>
<circle cx="${size.uplink - 10}" cy="${y}" r="4"/><text class="small" x="${size.uplink - 16}" y="${y - 6}" text-anchor="end">tunnel</text>
<text x="${size.names}" y="${y + 4}">${escapeHtml(shorten(name, 34))}</text></g>`;
}

const marks = { shut: 'shut', open: 'open', unknown: '?' } as const;

function wayRow(way: Way, row: number, href: string, direction: 'out' | 'in'): string {
  const y = size.top + row * size.row;
  const end = way.state === 'shut' ? size.guard : size.names - 8;
  const [from, to] =
    direction === 'out'
      ? [size.uplink - 10, end]
      : [size.names - 8, way.state === 'shut' ? size.guard : size.uplink - 10];
  const bar =
    way.state === 'shut'
      ? `<line class="bar" x1="${size.guard}" y1="${y - 8}" x2="${size.guard}" y2="${y + 8}"/>`
      : `<path class="head" d="M${to} ${y} l${direction === 'out' ? -8 : 8} -4 v8 z"/>`;
  return `<a href="${href}"><title>${escapeHtml(way.detail)}</title><g class="way ${way.state}">
<circle cx="${size.uplink - 10}" cy="${y}" r="3"/><line x1="${from}" y1="${y}" x2="${to}" y2="${y}"/>${bar}
<text x="${size.names}" y="${y - 1}">${escapeHtml(shorten(way.name, 38))}</text>
<text class="small" x="${size.names}" y="${y + 11}">${marks[way.state]}: ${escapeHtml(way.lock)}</text></g></a>`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
