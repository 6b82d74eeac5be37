import type { FoundSecret } from './conversion';
import { formatPlace } from './problem';
import { unsetIn } from './unset';

/** A Secret that the declaration names and that has to be made. Holds no value. */
export interface NeededSecret {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'keys' | 'webui' | 'login';
  readonly keys: readonly NeededKey[];
}

export interface NeededKey {
  readonly key: string;
  /** Where the compose project has its value: `docker-compose.yml:12:9`. @default - nowhere */
  readonly foundAt?: string;
}

/** A Secret with VPN keys or the like, and what it must hold whether or not the files have it. */
export interface SecretDemand {
  readonly name: string;
  readonly kind: NeededSecret['kind'];
  readonly keys: readonly string[];
}

export function neededSecrets(
  demands: readonly SecretDemand[],
  found: readonly FoundSecret[],
  namespace: string,
): readonly NeededSecret[] {
  const extra = [...new Set(found.map(({ secret }) => secret))].filter(
    (name) => !demands.some((demand) => demand.name === name),
  );
  const all = [...demands, ...extra.map((name): SecretDemand => ({ name, kind: 'keys', keys: [] }))];
  return all.map(({ keys, kind, name }) => {
    const own = found.filter(({ secret }) => secret === name);
    const known = [...new Set([...keys, ...own.map(({ key }) => key)])];
    return { name, namespace, kind, keys: known.map((key) => neededKey(key, own)) };
  });
}

function neededKey(key: string, found: readonly FoundSecret[]): NeededKey {
  const here = found.find((secret) => secret.key === key);
  if (here === undefined || unsetIn(here.variable.text).length > 0) return { key };
  return { key, foundAt: formatPlace(here.variable.place) };
}
