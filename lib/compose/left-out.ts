import { CONTAINER_REASONS } from './attribute-reasons';
import type { Conversion } from './conversion';
import type { Service } from './service';
import { at, entriesOf } from './tree';

/** Attributes that somebody may miss: the others are told in the report alone. */
const MISSED = [
  'configs',
  'external_links',
  'extra_hosts',
  'gpus',
  'secrets',
  'shm_size',
  'volumes_from',
  'working_dir',
];

/** Says what of a member is left out that it may not do without, and where its way in is now. */
export function tellLeftOut(member: Service, conversion: Conversion, address: string): void {
  for (const key of MISSED) {
    const value = at(member.tree, key);
    if (value === undefined) continue;
    const message = `"${key}" is left out: ${CONTAINER_REASONS[key]}`;
    conversion.note('decided', message, { subject: member.name, place: value.place });
  }
  const labels = at(member.tree, 'labels');
  if (labels === undefined || !entriesOf(labels).some(([name]) => /^(?:traefik|caddy|swag)/.test(name))) return;
  const message = `has labels for a reverse proxy: the way in is now the Service ${address}, or what webUi in main.ts says`;
  conversion.note('decided', message, { subject: member.name, place: labels.place });
}
