import type { PodPicture } from './picture';
import { podDrawing } from './pod-drawing';
import { svgText } from './svg-text';
import { padlock, style } from './symbols';

const width = 880;
const margin = 24;
const legendHeight = 44;

/**
 * Pictures of Pods as one SVG, one below the other. It brings its own background, light or dark as the reader's
 * system asks, and no font: it takes the system's.
 *
 * @param doubt what keeps the pictures from being whole, in a few words. @default - nothing
 */
export function diagramSvg(pictures: readonly PodPicture[], doubt?: string): string {
  const drawings = pictures.map((picture) => podDrawing(picture, width - 2 * margin));
  const placed: string[] = [];
  let top = margin;
  for (const { height, svg } of drawings) {
    placed.push(`<g transform="translate(${margin} ${top})">\n${svg}\n</g>`);
    top += height + margin;
  }
  const titles = pictures.map(({ title }) => title).join(', ');
  const doubtHeight = doubt === undefined ? 0 : margin;
  const height = top + legendHeight + doubtHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${svgText(`The locks of ${titles}`, 200)}</title>
<style>${style}</style>
<rect class="paper" width="${width}" height="${height}" rx="8"/>
${placed.join('\n')}
<g transform="translate(${margin} ${top})">
${legend()}
</g>
${doubt === undefined ? '' : `<text class="open" x="${margin}" y="${top + legendHeight}">${svgText(doubt, 120)}</text>\n`}</svg>
`;
}

function legend(): string {
  const entries = [
    ['closed', 'closed'],
    ['open', 'open'],
    ['loosened', 'open on purpose'],
    ['unknown', 'nobody can tell'],
  ] as const;
  return entries
    .map(([state, text], index) => {
      const left = index * 150;
      return `${padlock(state, left, 0)}<text class="quiet" x="${left + 20}" y="4">${text}</text>`;
    })
    .join('\n');
}
