import { providerNamed } from '../declaration/provider-named';
import {
  isOpenvpnProvider,
  isWireguardProvider,
  PROVIDERS,
  type Provider,
  providerFacts,
} from '../declaration/providers';
import { NO_CHOICES, openvpnSecretFiles, wireguardSecretFiles } from '../declaration/secret-files';
import { parseDnsLabel, parseDnsSubdomain } from '../network/host-name';
import { proposing } from './choose';
import { type MountedSecret, mountedSecrets } from './mounted-secrets';
import { parseOption } from './parse-option';
import { UsageError } from './usage-error';

/** Which Secret is to be made. */
interface SecretTarget {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
}

interface TargetOptions {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly keys?: string | undefined;
  readonly provider?: string | undefined;
  readonly type?: string | undefined;
  readonly manifests: string;
}

/**
 * What is to be made: by the options, and where they do not tell, by what gluetun mounts in the manifests.
 * @throws UsageError that says what to add
 */
export async function secretTarget(options: TargetOptions): Promise<SecretTarget> {
  const keys = keysOf(options);
  const { manifests, name, namespace } = options;
  if (keys !== undefined && name !== undefined && namespace !== undefined) {
    return { name: parseName(name), namespace: parseNamespace(namespace), keys };
  }
  const found = one(await mountedSecrets(manifests), options);
  const target = {
    name: parseName(name ?? found.name),
    namespace: parseNamespace(namespace ?? found.namespace ?? ''),
    keys: keys ?? found.keys,
  };
  if (target.keys.length > 0) return target;
  throw new UsageError(`which keys? ${found.name} is mounted with all that it has: add --keys`);
}

function parseName(name: string): string {
  return parseOption('--name', () => parseDnsSubdomain(name));
}

function parseNamespace(namespace: string): string {
  return parseOption('--namespace', () => parseDnsLabel(namespace));
}

function one(secrets: readonly MountedSecret[], { manifests, name, namespace }: TargetOptions): MountedSecret {
  const fitting = secrets.filter(
    (secret) =>
      (name === undefined || secret.name === name) &&
      (namespace === undefined || secret.namespace === undefined || secret.namespace === namespace),
  );
  const [secret, ...others] = fitting;
  if (secret !== undefined && others.length === 0) return secret;
  const all = secrets.map((each) => `--namespace ${each.namespace} --name ${each.name}`);
  const flags =
    'say it: --namespace NAMESPACE --name NAME --keys KEY,…, or --provider and --type in the place of --keys';
  if (all.length === 0) throw new UsageError(`no Pod in ${manifests} has a gluetun that mounts a Secret; ${flags}`);
  const problem = secret === undefined ? 'mounts that Secret' : 'is the only one';
  throw new UsageError(
    `which Secret? In ${manifests} no gluetun ${problem}; there are:\n  ${all.join('\n  ')}\nor ${flags}`,
  );
}

function keysOf({ keys, provider, type }: TargetOptions): readonly string[] | undefined {
  if (keys !== undefined) return parseKeys(keys);
  if (provider === undefined && type === undefined) return undefined;
  if (provider === undefined || type === undefined) throw new UsageError('--provider and --type go together');
  return providerKeys(parseProvider(provider), type);
}

function parseKeys(text: string): readonly string[] {
  const keys = text.split(',');
  const wrong = keys.find((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key) || /^\.\.?$/.test(key));
  if (wrong === undefined) return [...new Set(keys)].sort();
  throw new UsageError(
    `--keys: "${wrong}" is not the key of a Secret; allowed: letters, digits, "-", "_" and ".", as in wireguard_private_key`,
  );
}

function parseProvider(provider: string): Provider {
  const named = providerNamed(provider);
  if (named !== undefined) return named;
  throw new UsageError(proposing(`--provider "${provider}"`, provider, Object.keys(PROVIDERS)));
}

function providerKeys(provider: Provider, type: string): readonly string[] {
  if (type === 'wireguard' && isWireguardProvider(provider)) {
    const isShared = PROVIDERS[provider].wireguard.presharedKey === 'required';
    return wireguardSecretFiles(isShared).map(({ key }) => key);
  }
  if (type === 'openvpn' && isOpenvpnProvider(provider)) {
    const credentials = providerFacts(provider).openvpn?.credentials ?? [];
    return openvpnSecretFiles(credentials, NO_CHOICES).map(({ key }) => key);
  }
  throw new UsageError(
    `--type "${type}": gluetun has no such tunnel for ${provider}; allowed: wireguard, openvpn, as the provider has`,
  );
}
