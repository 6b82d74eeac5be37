import { list, nearest } from '../network/nearest';
import type { Application } from './clients';
import type { PodDeclaration } from './declaration';
import { cloudflaredNamespace, tunnelTokenKey } from './exposure';
import type { Path, PathMistake } from './mistake';
import type { ExternalSecretSource, SecretSource } from './secret-source';

/** The key of the Secret with the WebUI's password, as each client's own kind of hash. */
export const passwordKeys = {
  qbittorrent: 'password-pbkdf2',
  transmission: 'password-ssha1',
  deluge: 'password-sha1',
  rtorrent: 'htpasswd',
} as const satisfies Readonly<Record<Exclude<Application, 'other'>, string>>;

/** The key of the Secret with that password itself. */
export const loginKey = 'password';

/** A place of a declaration where a Pod uses a Secret. */
export interface SecretUse {
  readonly path: Path;
  /** Where the Secret is. */
  readonly namespace: string;
  readonly source: SecretSource;
  /** The keys that the Secret must have there. */
  readonly keys: readonly string[];
  /** Whose files or variables they become. `cloudflared` runs in a Pod and a namespace of its own. */
  readonly reader: 'gluetun' | 'others' | 'cloudflared';
}

type UseInPod = Omit<SecretUse, 'namespace'>;

/** Every Secret that a Pod uses: one line for each place that names one. */
export function secretUses(pod: PodDeclaration, path: Path = []): readonly SecretUse[] {
  const { namespace } = pod;
  return [...usesInPod(pod, path).map((use) => ({ ...use, namespace })), ...cloudflaredUses(pod, path)];
}

function usesInPod({ client, companions, gluetun, vpn }: PodDeclaration, path: Path): readonly UseInPod[] {
  const { files, secret } = vpn.credentials;
  return [
    {
      path: [...path, 'vpn', 'credentials', 'secret'],
      source: secret,
      keys: files.map(({ key }) => key),
      reader: 'gluetun',
    },
    ...webUiUses(client, [...path, 'client', 'webUi']),
    ...gluetun.settings.files.map(({ key, place, secret: source }) => ({
      path: [...path, 'gluetun', ...place],
      source,
      keys: [key],
      reader: 'gluetun' as const,
    })),
    ...companions.flatMap(({ secretEnvironment }, index) =>
      Object.entries(secretEnvironment).map(([name, { key, secret: source }]) => ({
        path: [...path, 'companions', index, 'secretEnvironment', name, 'secret'],
        source,
        keys: [key],
        reader: 'others' as const,
      })),
    ),
  ];
}

function cloudflaredUses({ expose, name }: PodDeclaration, path: Path): readonly SecretUse[] {
  if (expose?.by !== 'cloudflareTunnel') return [];
  return [
    {
      path: [...path, 'expose', 'tokenSecret'],
      namespace: cloudflaredNamespace(name),
      source: expose.tokenSecret,
      keys: [tunnelTokenKey],
      reader: 'cloudflared',
    },
  ];
}

function webUiUses(client: PodDeclaration['client'], path: Path): readonly UseInPod[] {
  if (client.application === 'other') return [];
  const { loginSecret, passwordSecret } = client.webUi;
  return [
    {
      path: [...path, 'passwordSecret'],
      source: passwordSecret,
      keys: [passwordKeys[client.application]],
      reader: 'others',
    },
    ...(loginSecret === undefined
      ? []
      : [{ path: [...path, 'loginSecret'], source: loginSecret, keys: [loginKey], reader: 'others' as const }]),
  ];
}

/** A Secret of a namespace, with all that the Pods there want of it. */
export interface DeclaredSecret {
  readonly namespace: string;
  readonly name: string;
  /** `existing` only where no Pod says more. */
  readonly source: SecretSource;
  /** Sorted. */
  readonly keys: readonly string[];
  /** Where `source` stands. */
  readonly path: Path;
}

/** The Secrets of all Pods, each once, sorted, and where two places disagree about one. */
export function declaredSecrets(pods: readonly PodDeclaration[]): {
  readonly secrets: readonly DeclaredSecret[];
  readonly mistakes: readonly PathMistake[];
} {
  const secrets = new Map<string, DeclaredSecret>();
  const mistakes: PathMistake[] = [];
  for (const [index, pod] of pods.entries()) {
    for (const { keys, namespace, path, source } of secretUses(pod, ['pods', index])) {
      const place = `${namespace}/${source.name}`;
      const before = secrets.get(place);
      const here = { namespace, name: source.name, source, keys: [...keys].sort(), path };
      secrets.set(place, before === undefined ? here : together(before, here));
      if (before !== undefined && disagree(before.source, source)) mistakes.push(disagreement(source, path, before));
    }
  }
  const sorted = [...secrets.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, secret]) => secret);
  return { secrets: sorted, mistakes };
}

/** What is wrong with where the Secrets come from, beyond what one value shows. */
export function secretMistakes(pods: readonly PodDeclaration[]): readonly PathMistake[] {
  const { mistakes, secrets } = declaredSecrets(pods);
  return [...mistakes, ...secrets.flatMap(keyMistakes)];
}

function together(one: DeclaredSecret, other: DeclaredSecret): DeclaredSecret {
  const { path, source } = one.source.kind === 'existing' ? other : one;
  return { ...one, path, source, keys: [...new Set([...one.keys, ...other.keys])].sort() };
}

function disagree(one: SecretSource, other: SecretSource): boolean {
  if (one.kind === 'existing' || other.kind === 'existing') return false;
  return canonical(one) !== canonical(other);
}

/** The same text whatever the order of the keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function disagreement({ name }: SecretSource, path: Path, { path: first }: DeclaredSecret): PathMistake {
  const place = first
    .slice(0, 2)
    .reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : part), '');
  return {
    path,
    message: `says that Secret "${name}" comes from elsewhere than ${place} says: write the same, or its name alone`,
  };
}

/** The keys that an ExternalSecret gives, against those that are needed. */
function keyMistakes({ keys, path, source }: DeclaredSecret): readonly PathMistake[] {
  if (source.kind !== 'externalSecret') return [];
  const { remote } = source;
  const [field, given] = givenKeys(source);
  const base = [...path, 'externalSecret', field];
  const unknown = given
    .filter((key) => !keys.includes(key))
    .map((key) => {
      const meant = nearest(key, keys);
      const fix = meant === undefined ? `needed are ${list(keys)}` : `did you mean "${meant}"?`;
      return { path: [...base, key], message: `no container reads this key of the Secret; ${fix}` };
    });
  const missing = remote.kind === 'item' ? [] : keys.filter((key) => !given.includes(key));
  return [
    ...unknown,
    ...missing.map((key) => ({ path: [...base, key], message: 'missing; expected its place in the store' })),
  ];
}

function givenKeys({ remote }: ExternalSecretSource): readonly [string, readonly string[]] {
  return remote.kind === 'item'
    ? ['properties', Object.keys(remote.properties)]
    : ['remoteRefs', Object.keys(remote.refs)];
}
