import { secretsInCompose } from '../compose/import-compose';
import { ComposeError } from '../compose/problem';
import { UsageError } from './usage-error';

/**
 * What a compose project has of one Secret that `podlock import` named, by its keys.
 * @throws UsageError when the project cannot be read, or has nothing of it; without any value
 */
export function valuesInCompose(
  paths: readonly string[],
  { name, namespace }: { readonly name: string; readonly namespace: string },
): ReadonlyMap<string, string> {
  if (paths.length === 0) return new Map();
  const environment = new Map(
    Object.entries(process.env).flatMap(([variable, value]) => (value === undefined ? [] : [[variable, value]])),
  );
  const choices = { namespace, cluster: 'home', storage: { kind: 'claim' }, images: new Map(), gates: [] } as const;
  try {
    const secrets = secretsInCompose({ paths, environment }, { ...choices, profiles: ['*'] });
    const found = secrets.get(name);
    if (found !== undefined) return found;
    const names = [...secrets.keys()].join(', ') || 'none';
    throw new UsageError(`--from-compose: ${paths.join(', ')} has nothing of the Secret ${name}; it has of: ${names}`);
  } catch (error) {
    if (error instanceof ComposeError) throw new UsageError(`--from-compose: ${error.message}`);
    throw error;
  }
}
