import { formatObject } from '../check/finding';
import { type Paint, plain } from '../check/paint';
import { printable } from '../check/printable';
import type { DiffEntry } from './diff-manifests';
import type { EffectKind } from './effect';

const signs = { created: '+', removed: '-', changed: '~', unchanged: ' ' } as const;

const roles: Partial<Record<EffectKind, 'leak' | 'risk'>> = { refused: 'leak', lock: 'risk', data: 'risk' };

const mostFields = 8;

/** The differences for a terminal or a pull request: a line an object, and below it what that does. */
export function diffText(entries: readonly DiffEntry[], paint: Paint = plain): string {
  if (entries.length === 0) return 'nothing changes\n';
  return entries.map((entry) => entryText(entry, paint)).join('');
}

function entryText({ reference, change, effects, fields }: DiffEntry, paint: Paint): string {
  const shown = effects.map(({ kind, text }) => {
    const role = roles[kind];
    return `    ${role === undefined ? printable(text) : paint(role, printable(text))}\n`;
  });
  const title = `${signs[change]} ${paint('title', printable(formatObject(reference)))} ${change}`;
  const untold = effects.length === 0 ? fields : fields.filter((field) => !field.includes('"podlock/loosened-'));
  const isTold = untold.length === 0 || effects.some(({ kind }) => kind !== 'lock');
  return `${title}\n${shown.join('')}${isTold ? '' : `    ${paint('place', printable(fieldList(untold)))}\n`}`;
}

function fieldList(fields: readonly string[]): string {
  const more = fields.length > mostFields ? `, and ${fields.length - mostFields} more` : '';
  return `${fields.slice(0, mostFields).join(', ')}${more}`;
}
