import { printable } from '../check/printable';

/** The longest text that a picture shows; names of Kubernetes have 63 characters, a stranger's YAML has no limit. */
const longest = 72;

/** A stranger's text as it may stand in SVG: without markup, control characters or more length than there is room for. */
export function svgText(text: string, limit = longest): string {
  return shorten(printable(text), limit).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Counted in whole characters, so that none is cut in two. */
export function shorten(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? characters.join('') : `${characters.slice(0, limit - 1).join('')}…`;
}
