import type { DiffEntry } from './diff-manifests';

/** The differences as JSON, for programs. The shape is versioned: fields are added, never changed, within version 1. */
export function diffJson(entries: readonly DiffEntry[]): string {
  const objects = entries.map(({ reference: { kind, namespace, name }, change, effects, fields }) => ({
    object: { kind, namespace: namespace ?? null, name },
    change,
    effects,
    fields,
  }));
  return `${JSON.stringify({ version: 1, objects }, undefined, 2)}\n`;
}
