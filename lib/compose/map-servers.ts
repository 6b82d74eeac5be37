import { FILTERS, type Filter, type Provider, providerFacts } from '../declaration/providers';
import type { SourceObject, SourceValue } from '../main-file/main-file';
import { type Conversion, isPlaceholder } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';

/** gluetun's server filters; undefined where there is none. What this provider has not is dropped, as gluetun refuses it. */
export function mapServers(
  provider: Provider,
  environment: GluetunEnvironment,
  conversion: Conversion,
): SourceObject | undefined {
  const filters = (Object.keys(FILTERS) as Filter[]).flatMap((filter): readonly (readonly [string, SourceValue])[] => {
    const given = environment.get(FILTERS[filter].variable);
    if (given === undefined) return [];
    if (!providerFacts(provider).filters.includes(filter)) {
      conversion.ledger.drop(given.path, `gluetun has no such filter for ${provider} and would not start`);
      return [];
    }
    const text = conversion.needed(given);
    conversion.ledger.map(given.path, `vpn.servers.${filter}`);
    if (text === undefined || text === '') return [];
    if (isPlaceholder(text)) {
      conversion.note('fill in', `${given.name}, if you want certain servers: the file has a placeholder`, {
        place: given.place,
      });
      return [];
    }
    const value = filterValue(FILTERS[filter].kind, text);
    return value === undefined ? [] : [[filter, value]];
  });
  return filters.length === 0 ? undefined : Object.fromEntries(filters);
}

function filterValue(kind: 'names' | 'numbers' | 'switch', text: string): SourceValue | undefined {
  if (kind === 'switch') return /^(?:on|yes|true|1)$/i.test(text) ? true : undefined;
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !isPlaceholder(part));
  if (parts.length === 0) return undefined;
  return kind === 'numbers' ? parts.map(Number) : parts;
}
