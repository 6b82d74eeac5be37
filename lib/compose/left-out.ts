import { includes, parseIpAddress, parseIpRange } from '../network/ip-range';
import { privateRanges } from '../network/private-address';
import { ValueError } from '../network/value-error';
import { CONTAINER_REASONS } from './attribute-reasons';
import type { Conversion } from './conversion';
import type { Service } from './service';
import { at, entriesOf, textsOf } from './tree';

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
  tellPrivateHosts(member, conversion);
  const labels = at(member.tree, 'labels');
  if (labels === undefined || !entriesOf(labels).some(([name]) => /^(?:traefik|caddy|swag)/.test(name))) return;
  const message = `has labels for a reverse proxy: the way in is now the Service ${address}, or what webUi in main.ts says`;
  conversion.note('decided', message, { subject: member.name, place: labels.place });
}

/** A name of extra_hosts for a machine at home: what the tunnel cannot reach, `hosts` can. */
function tellPrivateHosts(member: Service, conversion: Conversion): void {
  const hosts = at(member.tree, 'extra_hosts');
  for (const [name, value] of entriesOf(hosts)) {
    const address = textsOf(value).find(isPrivate);
    if (address === undefined) continue;
    const message = `needs ${name} at the private address ${address}? No name of the home network is known in the Pod, and none of its addresses reached, until "hosts" in main.ts opens one port of it: { names: ['${name}'], address: '${address}', port: …, because: '…' }`;
    conversion.note('decided', message, { subject: member.name, place: value.place });
  }
}

function isPrivate(text: string): boolean {
  try {
    const address = parseIpAddress(text.replace(/^\[(.*)\]$/, '$1'));
    return privateRanges(address.family).some((range) => includes(parseIpRange(range), address));
  } catch (error) {
    if (error instanceof ValueError) return false;
    throw error;
  }
}
