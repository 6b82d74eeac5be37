import { type Provider, providerFacts } from '../declaration/providers';
import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import type { GluetunEnvironment } from './gluetun-environment';
import { chosenEndpoint, customEndpoint, keysOf, type Tunnel } from './tunnel';

/** What a WireGuard tunnel has beside provider, type and servers. */
export function wireguard(tunnel: Tunnel): SourceObject {
  const { environment, provider, secret } = tunnel;
  const isCustom = provider === 'custom';
  const isKeyRequired = providerFacts(provider).wireguard?.presharedKey === 'required';
  const hasPresharedKey = environment.has('WIREGUARD_PRESHARED_KEY') || tunnel.file?.hasPresharedKey === true;
  keysOf(tunnel, ['WIREGUARD_PRIVATE_KEY', 'WIREGUARD_PRESHARED_KEY']);
  const endpoint = isCustom
    ? customEndpoint(tunnel, 51820)
    : chosenEndpoint(tunnel, 'WIREGUARD_ENDPOINT_IP', 'WIREGUARD_ENDPOINT_PORT');
  if (isWholeFile(provider, environment)) return { credentials: { secret, configurationFile: true }, endpoint };
  return {
    addresses: addresses(tunnel),
    credentials: { secret, presharedKey: isKeyRequired || !hasPresharedKey ? undefined : true },
    endpoint,
    publicKey: publicKey(tunnel),
  };
}

/** Whether the keys stand in a wg0.conf that gluetun reads by itself: no variable has any. */
export function isWholeFile(provider: Provider, environment: GluetunEnvironment): boolean {
  const names = ['WIREGUARD_PRIVATE_KEY', 'WIREGUARD_PUBLIC_KEY', 'WIREGUARD_ADDRESSES'] as const;
  return provider === 'custom' && names.every((name) => environment.get(name) === undefined);
}

/** WireGuard's public key of nobody: 32 zero bytes. */
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

function publicKey({ conversion, environment, file, place, provider }: Tunnel): SourceValue | undefined {
  const given = environment.get('WIREGUARD_PUBLIC_KEY');
  if (provider !== 'custom') {
    if (given !== undefined) conversion.ledger.drop(given.path, `gluetun knows the keys of ${provider}'s servers`);
    return undefined;
  }
  const text = given === undefined ? file?.publicKey : conversion.needed(given);
  if (given !== undefined) conversion.ledger.map(given.path, 'vpn.publicKey');
  if (text !== undefined && /^[A-Za-z0-9+/]{43}=$/.test(text)) return text;
  conversion.note('fill in', "the server's public key, from the provider's WireGuard file", {
    place: given?.place ?? place,
  });
  return new Remark("FILL IN: PublicKey of the provider's WireGuard file.", NOBODY);
}

function addresses({ conversion, environment, file, place }: Tunnel): SourceValue {
  const given = environment.get('WIREGUARD_ADDRESSES');
  const text = given === undefined ? file?.addresses : conversion.needed(given);
  if (given !== undefined) conversion.ledger.map(given.path, 'vpn.addresses');
  const all = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const usable = all.filter((part) => /^[\da-f.:]+(?:\/\d+)?$/i.test(part) && !/^0\.0\.0\.0/.test(part));
  const ipv4 = usable.filter((part) => !part.includes(':'));
  if (ipv4.length < usable.length) {
    conversion.note('decided', 'the IPv6 address of the tunnel is left out: cluster.ipv6 is false', {
      place: given?.place ?? place,
    });
  }
  const full = ipv4.map((part) => (part.includes('/') ? part : `${part}/32`));
  if (full.length > 0) return full;
  conversion.note('fill in', "the tunnel's own address, which your provider gave you (WIREGUARD_ADDRESSES)", {
    place: given?.place ?? place,
  });
  return new Remark("FILL IN: Address of the provider's WireGuard file.", ['10.64.0.2/32']);
}
