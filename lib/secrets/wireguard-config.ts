import { parseWireguardKey, SecretValueError } from './secret-value';

const keys: Readonly<Record<string, { readonly section: string; readonly key: string }>> = {
  privatekey: { section: 'interface', key: 'wireguard_private_key' },
  presharedkey: { section: 'peer', key: 'wireguard_preshared_key' },
};

/**
 * The keys of a WireGuard configuration file (wg-quick(8)), by the names that gluetun gives them. Section and key names
 * are case-insensitive; `#` begins a comment.
 *
 * @throws SecretValueError that never says what a key is
 */
export function wireguardConfigKeys(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  let section = '';
  let peers = 0;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/#.*/, '').trim();
    const header = /^\[(\w+)\]$/.exec(line)?.[1]?.toLowerCase();
    if (header === 'peer') peers += 1;
    section = header ?? section;
    const { name = '', value = '' } = /^(?<name>\w+)\s*=\s*(?<value>.*)$/.exec(line)?.groups ?? {};
    const wanted = Object.hasOwn(keys, name.toLowerCase()) ? keys[name.toLowerCase()] : undefined;
    if (wanted?.section !== section) continue;
    values[wanted.key] = parse(value, `${name} in line ${index + 1}`);
  }
  if (peers > 1) throw new SecretValueError(`has ${peers} peers: gluetun connects to one; leave the others out`);
  if (values['wireguard_private_key'] === undefined) {
    throw new SecretValueError('is not a WireGuard configuration: it has no PrivateKey under [Interface]');
  }
  return values;
}

function parse(value: string, place: string): string {
  try {
    return parseWireguardKey(value);
  } catch (error) {
    throw error instanceof SecretValueError ? new SecretValueError(`${place} ${error.message}`) : error;
  }
}
