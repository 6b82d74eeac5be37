import type { FoundSecret } from './conversion';
import { formatPlace } from './problem';
import { unsetIn } from './unset';

/** A Secret that the declaration names and that has to be made. Holds no value. */
export interface NeededSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly NeededKey[];
  /** Where it holds the hash of a WebUI's password. */
  readonly webUi?: WebUiPassword;
}

interface WebUiPassword {
  /** As `podlock webui-password --client` calls it. */
  readonly client: string;
  /** The Secret with the password itself, for port-sync. @default - there is no port-sync */
  readonly loginSecret?: string;
}

interface NeededKey {
  readonly key: string;
  /** Where the compose project has its value: `docker-compose.yml:12:9`. @default - nowhere */
  readonly foundAt?: string;
}

/** A Secret with VPN keys or the like, and what it must hold whether or not the files have it. */
export interface SecretDemand {
  readonly name: string;
  readonly keys: readonly string[];
  readonly webUi?: WebUiPassword;
}

export function neededSecrets(
  demands: readonly SecretDemand[],
  found: readonly FoundSecret[],
  namespace: string,
): readonly NeededSecret[] {
  const extra = [...new Set(found.map(({ secret }) => secret))].filter(
    (name) => !demands.some((demand) => demand.name === name),
  );
  const all = [...demands, ...extra.map((name): SecretDemand => ({ name, keys: [] }))];
  return all.map(({ keys, name, webUi }) => {
    const own = found.filter(({ secret }) => secret === name);
    const known = [...new Set([...keys, ...own.map(({ key }) => key)])];
    return {
      name,
      namespace,
      keys: known.map((key) => neededKey(key, own)),
      ...(webUi !== undefined && { webUi }),
    };
  });
}

function neededKey(key: string, found: readonly FoundSecret[]): NeededKey {
  const here = found.find((secret) => secret.key === key);
  if (here === undefined || unsetIn(here.variable.revealed ?? here.variable.text).length > 0) return { key };
  return { key, foundAt: formatPlace(here.variable.place) };
}
