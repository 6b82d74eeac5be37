import { z } from 'zod';
import { list } from '../network/nearest';
import { looksSecret } from '../network/secret-look';
import { ValueError } from '../network/value-error';
import { booleanLeaf, type IssueSink, integerLeaf, leaf, report, strictObject } from './leaf';
import { FILTERS, type Filter, PROVIDERS, type Provider, providerFacts } from './providers';
import type { ServerFilters } from './vpn';

const FILTER_NAMES = Object.keys(FILTERS) as Filter[];

const serverName = leaf<string>('the name of a server, country, region or city', parseServerName);
const names = filled(z.array(serverName)).transform((values) => values.join(','));
const numbers = filled(z.array(integerLeaf("a server's number", 1, 65535))).transform((values) => values.join(','));
const on = booleanLeaf().transform((value) => (value ? 'on' : undefined));
const VALUE_SCHEMAS = { names, numbers, switch: on } as const;

/** The server filters of one provider, as variables of gluetun. */
export function serversSchema(provider: Provider): z.ZodType<ServerFilters> {
  const { filters } = providerFacts(provider);
  const shape = Object.fromEntries(filters.map((filter) => [filter, VALUE_SCHEMAS[FILTERS[filter].kind].optional()]));
  return strictObject(shape, filterHints(provider))
    .superRefine((values, context) => refuseConflicts(provider, values, context))
    .transform((values) =>
      Object.fromEntries(
        FILTER_NAMES.flatMap((filter) => {
          const value = values[filter];
          return value === undefined ? [] : [[FILTERS[filter].variable, value]];
        }),
      ),
    );
}

function refuseConflicts(
  provider: Provider,
  values: Readonly<Record<string, string | undefined>>,
  sink: IssueSink,
): void {
  if (provider === 'custom' && values['names']?.includes(',')) {
    const error = new ValueError(values['names'], 'is more than one name: provider "custom" takes at most one');
    report(sink, { kind: 'wrong', error }, ['names']);
  }
  if (provider === 'protonvpn' && values['freeOnly'] !== undefined && values['portForwardOnly'] !== undefined) {
    const error = new ValueError(true, 'is refused by gluetun together with freeOnly: no free server forwards a port');
    report(sink, { kind: 'wrong', error }, ['portForwardOnly']);
  }
}

/** Says whose filter it is that this provider lacks, and which filter gluetun's variable is. */
function filterHints(provider: Provider): Readonly<Record<string, string>> {
  const { filters } = providerFacts(provider);
  const allowed = `allowed for ${provider} ${filters.length === 1 ? 'is' : 'are'} ${list(filters)}`;
  const foreign = FILTER_NAMES.filter((filter) => !filters.includes(filter));
  return Object.fromEntries([
    ...filters.map((filter) => [FILTERS[filter].variable, `unknown filter; did you mean "${filter}"?`]),
    ...foreign.flatMap((filter) => {
      const hint = `not a filter of ${provider}, but of ${ownersOf(filter)}; ${allowed}`;
      return [filter, FILTERS[filter].variable].map((key) => [key, hint]);
    }),
  ]);
}

function ownersOf(filter: Filter): string {
  const owners = (Object.keys(PROVIDERS) as Provider[]).filter((name) => providerFacts(name).filters.includes(filter));
  return owners.length > 4 ? `${owners.slice(0, 3).join(', ')} and others` : owners.join(' and ');
}

function filled<Item extends z.ZodType>(array: z.ZodArray<Item>): z.ZodArray<Item> {
  return array.superRefine((items, context) => {
    if (items.length > 0) return;
    const error = new ValueError([], 'names no server: name at least one, or leave the filter out for any');
    report(context, { kind: 'wrong', error });
  });
}

function parseServerName(value: unknown): string {
  const allowed = "allowed are names as gluetun's list of servers spells them, one to an item";
  if (typeof value !== 'string' || !/^[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u.test(value)) {
    throw new ValueError(value, `is not a name to choose servers by: ${allowed}`);
  }
  if (looksSecret(value)) throw new ValueError(value, `has a password or token in it: ${allowed}`);
  // Kubernetes would put the value of a variable there.
  if (value.includes('$(')) throw new ValueError(value, `has "$(": ${allowed}`);
  // gluetun separates the names of one variable by commas.
  if (value.includes(',')) throw new ValueError(value, `has a comma: ${allowed}`);
  if (value.trim() !== value || value === '') {
    throw new ValueError(value, `has a space at an end: ${allowed}`, value.trim() === '' ? undefined : value.trim());
  }
  return value;
}
