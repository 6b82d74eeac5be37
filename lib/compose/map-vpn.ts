import {
  isOpenvpnProvider,
  isProvider,
  isWireguardProvider,
  PROVIDERS,
  type Provider,
  providerFacts,
} from '../declaration/providers';
import { nearest } from '../declaration/nearest';
import { type Conversion, isPlaceholder, type Located } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import { mapServers } from './map-servers';
import type { Service } from './service';
import type { TunnelFile } from './tunnel-file';

/** What a gate's VPN is, for the declaration, and the keys that its Secret must have. */
export interface MappedVpn {
  readonly vpn: SourceObject;
  readonly provider: Provider;
  readonly type: 'wireguard' | 'openvpn';
  readonly secret: string;
}

const ALIASES: Readonly<Record<string, Provider>> = {
  pia: 'private internet access',
  privateinternetaccess: 'private internet access',
  proton: 'protonvpn',
  'proton vpn': 'protonvpn',
  perfectprivacy: 'perfect privacy',
  vpnunlimited: 'vpn unlimited',
};

/** gluetun's variables of the tunnel as `vpn`. */
export function mapVpn(
  gluetun: Service,
  environment: GluetunEnvironment,
  conversion: Conversion,
  { file, name }: { readonly name: string; readonly file: TunnelFile | undefined },
): MappedVpn {
  const choice = new TunnelChoice(gluetun, environment, conversion);
  const { provider, type } = choice;
  const secret = `${name}-vpn`;
  const common = { provider: choice.shownProvider, type: choice.shownType };
  const vpn =
    type === 'wireguard'
      ? { ...common, ...wireguard({ environment, conversion, provider, secret, file, place: gluetun.tree.place }) }
      : { ...common, ...openvpn({ environment, conversion, provider, secret, file, place: gluetun.tree.place }) };
  const servers = mapServers(provider, environment, conversion);
  return { vpn: { ...vpn, servers }, provider, type, secret };
}

class TunnelChoice {
  readonly provider: Provider;
  readonly type: 'wireguard' | 'openvpn';
  readonly shownProvider: string | Remark;
  readonly shownType: string | Remark;

  constructor(
    private readonly gluetun: Service,
    private readonly environment: GluetunEnvironment,
    private readonly conversion: Conversion,
  ) {
    const type = this.readType();
    const provider = this.readProvider(type);
    this.provider = provider.value;
    this.shownProvider = provider.shown;
    this.type = type.value;
    this.shownType = type.shown;
    this.refuseMissingPair();
  }

  private readType(): { readonly value: 'wireguard' | 'openvpn'; readonly shown: string | Remark } {
    const given = this.environment.get('VPN_TYPE');
    const text = given === undefined ? '' : (this.conversion.needed(given) ?? '').toLowerCase();
    if (given !== undefined) this.conversion.ledger.map(given.path, 'vpn.type');
    if (text === 'wireguard' || text === 'openvpn') return { value: text, shown: text };
    if (given !== undefined && text !== '' && !isPlaceholder(text)) {
      this.conversion.problem(`${JSON.stringify(text)} is no type of tunnel: allowed are "wireguard" and "openvpn"`, given);
    }
    const isWireguard = this.environment.has('WIREGUARD_PRIVATE_KEY') && !this.environment.has('OPENVPN_USER');
    if (given !== undefined && text !== '') return this.typeToFill(given, isWireguard ? 'wireguard' : 'openvpn');
    const value = 'openvpn';
    return { value, shown: new Remark("gluetun's own default: the compose file names no type.", value) };
  }

  private typeToFill(given: Located, value: 'wireguard' | 'openvpn') {
    this.conversion.note('fill in', `the type of the tunnel: VPN_TYPE is a placeholder in the file`, { place: given.place });
    return { value, shown: new Remark('FILL IN: wireguard or openvpn. The compose file has a placeholder.', value) };
  }

  private readProvider(type: { readonly value: 'wireguard' | 'openvpn' }): { readonly value: Provider; readonly shown: string | Remark } {
    const given = this.environment.get('VPN_SERVICE_PROVIDER');
    const text = given === undefined ? '' : (this.conversion.needed(given) ?? '').toLowerCase();
    if (given !== undefined) this.conversion.ledger.map(given.path, 'vpn.provider');
    const known = ALIASES[text] ?? text;
    if (isProvider(known)) return { value: known, shown: known };
    if (given === undefined || text === '') {
      const value = 'private internet access';
      const { place } = this.gluetun.tree;
      this.conversion.note('fill in', `the provider, if it is another: the files name none, and gluetun then takes ${value}`, { place });
      return { value, shown: new Remark("FILL IN if it is another: the files name no provider, and this is gluetun's own default.", value) };
    }
    const value = type.value === 'wireguard' ? 'mullvad' : 'private internet access';
    if (isPlaceholder(text)) {
      this.conversion.note('fill in', 'the provider: VPN_SERVICE_PROVIDER is a placeholder in the file', { place: given.place });
      return { value, shown: new Remark('FILL IN your provider: the compose file has a placeholder, and this is any.', value) };
    }
    const meant = nearest(text, Object.keys(PROVIDERS));
    const hint = meant === undefined ? `known are ${Object.keys(PROVIDERS).join(', ')}` : `did you mean "${meant}"?`;
    this.conversion.problem(`${JSON.stringify(text)} is no provider that gluetun knows; ${hint}`, given);
    return { value, shown: value };
  }

  private refuseMissingPair(): void {
    const { provider, type } = this;
    if (type === 'wireguard' ? isWireguardProvider(provider) : isOpenvpnProvider(provider)) return;
    const given = this.environment.get('VPN_TYPE') ?? this.environment.get('VPN_SERVICE_PROVIDER');
    if (given === undefined) return;
    const why = type === 'wireguard' ? '; a WireGuard server of theirs can be declared with provider "custom"' : '';
    this.conversion.problem(`gluetun has no ${type} for ${provider}${why}`, given);
  }
}

interface Tunnel {
  readonly environment: GluetunEnvironment;
  readonly conversion: Conversion;
  readonly provider: Provider;
  readonly secret: string;
  readonly file: TunnelFile | undefined;
  readonly place: Located['place'];
}

function wireguard(tunnel: Tunnel): SourceObject {
  const { environment, provider, secret } = tunnel;
  const isCustom = provider === 'custom';
  const isKeyRequired = providerFacts(provider).wireguard?.presharedKey === 'required';
  const hasPresharedKey = environment.has('WIREGUARD_PRESHARED_KEY') || tunnel.file?.hasPresharedKey === true;
  keys(tunnel, ['WIREGUARD_PRIVATE_KEY', 'WIREGUARD_PRESHARED_KEY']);
  const endpoint = isCustom ? customEndpoint(tunnel, 51820) : chosenEndpoint(tunnel, 'WIREGUARD_ENDPOINT_IP', 'WIREGUARD_ENDPOINT_PORT');
  return {
    addresses: addresses(tunnel),
    credentials: { secret, presharedKey: isKeyRequired || !hasPresharedKey ? undefined : true },
    endpoint,
    publicKey: publicKey(tunnel),
  };
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
  conversion.note('fill in', "the server's public key, from the provider's WireGuard file", { place: given?.place ?? place });
  return new Remark("FILL IN: PublicKey of the provider's WireGuard file.", NOBODY);
}

function addresses({ conversion, environment, file, place }: Tunnel): SourceValue {
  const given = environment.get('WIREGUARD_ADDRESSES');
  const text = given === undefined ? file?.addresses : conversion.needed(given);
  if (given !== undefined) conversion.ledger.map(given.path, 'vpn.addresses');
  const all = (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  const usable = all.filter((part) => /^[\da-f.:]+(?:\/\d+)?$/i.test(part) && !/^0\.0\.0\.0/.test(part));
  const ipv4 = usable.filter((part) => !part.includes(':'));
  if (ipv4.length < usable.length) {
    conversion.note('decided', 'the IPv6 address of the tunnel is left out: cluster.ipv6 is false', { place: given?.place ?? place });
  }
  const full = ipv4.map((part) => (part.includes('/') ? part : `${part}/32`));
  if (full.length > 0) return full;
  conversion.note('fill in', "the tunnel's own address, which your provider gave you (WIREGUARD_ADDRESSES)", { place: given?.place ?? place });
  return new Remark("FILL IN: Address of the provider's WireGuard file.", ['10.64.0.2/32']);
}

function openvpn(tunnel: Tunnel): SourceObject {
  const { conversion, environment, provider, secret } = tunnel;
  keys(tunnel, ['OPENVPN_USER', 'OPENVPN_PASSWORD', 'OPENVPN_CERT', 'OPENVPN_KEY', 'OPENVPN_ENCRYPTED_KEY', 'OPENVPN_KEY_PASSPHRASE']);
  const preset = environment.get('PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET');
  const hasLogin = environment.has('OPENVPN_USER');
  const isPia = provider === 'private internet access';
  if (preset !== undefined && !isPia) conversion.ledger.drop(preset.path, `only private internet access has presets, not ${provider}`);
  if (preset !== undefined && isPia) conversion.ledger.map(preset.path, 'vpn.encryptionPreset');
  const config = environment.get('OPENVPN_CUSTOM_CONFIG');
  if (config !== undefined) {
    if (provider === 'custom') conversion.ledger.map(config.path, 'vpn.credentials.secret, key openvpn_config');
    else conversion.ledger.drop(config.path, `gluetun reads it for provider "custom" only, not for ${provider}`);
  }
  const credentials = {
    secret,
    login: provider === 'custom' && hasLogin ? true : undefined,
    accountId: provider === 'ivpn' && hasLogin && !environment.has('OPENVPN_PASSWORD') ? true : undefined,
  };
  return {
    protocol: protocol(tunnel),
    credentials,
    endpoint: provider === 'custom' ? customEndpoint(tunnel, 1194) : chosenEndpoint(tunnel, 'OPENVPN_ENDPOINT_IP', 'OPENVPN_ENDPOINT_PORT'),
    encryptionPreset: isPia ? environment.plain('PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET') : undefined,
  };
}

function protocol({ conversion, environment, file, place, provider }: Tunnel): SourceValue | undefined {
  const given = environment.get('OPENVPN_PROTOCOL');
  const text = given === undefined ? file?.protocol : conversion.needed(given)?.toLowerCase();
  if (given !== undefined) conversion.ledger.map(given.path, 'vpn.protocol');
  if (text === 'udp' || text === 'tcp') return text === 'udp' && provider !== 'custom' ? undefined : text;
  if (provider !== 'custom') return undefined;
  conversion.note('fill in', 'the protocol of the configuration file, udp or tcp ("proto")', { place: given?.place ?? place });
  return new Remark('FILL IN: "proto" of the configuration file.', 'udp');
}

/** gluetun's file of each secret, where it is not called as the variable. */
const SECRET_KEYS: Readonly<Record<string, string>> = { OPENVPN_CERT: 'openvpn_clientcrt', OPENVPN_KEY: 'openvpn_clientkey' };

/** The keys of the Secret: their values stay where they are. */
function keys({ conversion, environment, secret }: Tunnel, names: readonly Parameters<GluetunEnvironment['get']>[0][]): void {
  for (const name of names) {
    const given = environment.get(name);
    if (given === undefined) continue;
    const key = SECRET_KEYS[name] ?? name.toLowerCase();
    conversion.ledger.map(given.path, `vpn.credentials.secret, key ${key}`);
    conversion.secrets.push({ secret, key, variable: given });
    conversion.note('was wrong', `${given.name} is a key in the environment, which everything in the container can read`, {
      lock: 'vpn-secrets',
      place: given.place,
    });
  }
}

function chosenEndpoint(
  { conversion, environment }: Tunnel,
  addressName: 'WIREGUARD_ENDPOINT_IP' | 'OPENVPN_ENDPOINT_IP',
  portName: 'WIREGUARD_ENDPOINT_PORT' | 'OPENVPN_ENDPOINT_PORT',
): SourceObject | undefined {
  const [address, port] = [environment.get(addressName), environment.get(portName)];
  const text = address === undefined ? undefined : conversion.needed(address);
  const number = port === undefined ? undefined : Number(conversion.needed(port));
  if (address !== undefined) conversion.ledger.map(address.path, 'vpn.endpoint.address');
  if (port !== undefined) conversion.ledger.map(port.path, 'vpn.endpoint.port');
  const isGiven = text !== undefined && text !== '' && !isPlaceholder(text);
  if (!isGiven && (number === undefined || Number.isNaN(number) || number === 0)) return undefined;
  return { address: isGiven ? text : undefined, port: number || undefined };
}

/** gluetun takes addresses only, no names; the loopback's stands in templates. */
function isUsableAddress(text: string): boolean {
  return /^(?:[\d.]+|[\da-f:]*:[\da-f:]*)$/i.test(text) && !/^(?:127\.|0\.0\.0\.0)/.test(text);
}

/** An address of a documentation range: no server has it (RFC 5737). */
const NOWHERE = '203.0.113.1';

function customEndpoint(tunnel: Tunnel, usualPort: number): SourceObject {
  const { conversion, environment, file, place } = tunnel;
  const kind = tunnel.environment.plain('VPN_TYPE')?.toLowerCase() === 'wireguard' ? 'WIREGUARD' : 'OPENVPN';
  const address = environment.get(`${kind}_ENDPOINT_IP`);
  const port = environment.get(`${kind}_ENDPOINT_PORT`);
  const text = address === undefined ? file?.address : conversion.needed(address);
  const number = Number(port === undefined ? (file?.port ?? usualPort) : conversion.needed(port)) || usualPort;
  if (address !== undefined) conversion.ledger.map(address.path, 'vpn.endpoint.address');
  if (port !== undefined) conversion.ledger.map(port.path, 'vpn.endpoint.port');
  if (text !== undefined && isUsableAddress(text)) return { address: text, port: number };
  const where = kind === 'WIREGUARD' ? 'Endpoint of the WireGuard file' : '"remote" of the configuration file';
  conversion.note('fill in', `the VPN server's address and port: ${where}, as an IP address`, { place: address?.place ?? place });
  return { address: new Remark(`FILL IN: ${where}, as an IP address. This one is nobody's.`, NOWHERE), port: number };
}
