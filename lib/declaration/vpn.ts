import {
  DEFAULT_ENCRYPTION_PRESET,
  type EncryptionPreset,
  type OpenvpnProvider,
  type PortForwardingProvider,
  providerFacts,
  type WireguardProvider,
} from './providers';
import type { SecretSource } from './secret-source';

/** The tunnel, parsed: what gluetun is told about it, and where it leads. */
export type Vpn = WireguardVpn | OpenvpnVpn;

export interface WireguardVpn {
  readonly type: 'wireguard';
  readonly provider: WireguardProvider;
  /** The tunnel's own addresses, each with its prefix length. Empty where the configuration file has them. */
  readonly addresses: readonly string[];
  /** The server's key. Only the provider `custom` has it in the declaration, unless in its configuration file. */
  readonly publicKey: string | undefined;
  readonly credentials: VpnCredentials;
  readonly servers: ServerFilters;
  readonly endpoint: VpnEndpointChoice;
  readonly portForwarding: PortForwardingProvider | undefined;
}

export interface OpenvpnVpn {
  readonly type: 'openvpn';
  readonly provider: OpenvpnProvider;
  readonly protocol: 'udp' | 'tcp';
  /** Private Internet Access alone has it. */
  readonly encryptionPreset: EncryptionPreset | undefined;
  readonly credentials: VpnCredentials;
  readonly servers: ServerFilters;
  readonly endpoint: VpnEndpointChoice;
  /** Whose way of handing out a port gluetun uses. Only the provider `custom` has it in the declaration. */
  readonly portForwarding: PortForwardingProvider | undefined;
}

export interface VpnCredentials {
  /** The one Secret that holds every file of `files`. */
  readonly secret: SecretSource;
  readonly files: readonly VpnSecretFile[];
}

/** One key of the Secret, and the variable that tells gluetun the path at which it is mounted. */
export interface VpnSecretFile {
  /** Such as `WIREGUARD_PRIVATE_KEY_SECRETFILE`. */
  readonly variable: string;
  /** Such as `wireguard_private_key`. */
  readonly key: string;
}

/** gluetun's variable of each server filter, and its value. */
export type ServerFilters = Readonly<Record<string, string>>;

/** What was said about the endpoint, `undefined` where the choice is gluetun's. */
export interface VpnEndpointChoice {
  readonly address: string | undefined;
  readonly port: number | undefined;
}

/** What the tunnel's own packets look like from outside the Pod. */
export interface VpnEndpoint {
  readonly protocol: 'UDP' | 'TCP';
  readonly ports: readonly number[];
  /** `undefined`: any server of the provider. */
  readonly address: string | undefined;
}

/** gluetun's variables for this tunnel, without any secret and without the paths of secrets. */
export function vpnEnvironment(vpn: Vpn): Record<string, string> {
  return {
    VPN_SERVICE_PROVIDER: vpn.provider,
    VPN_TYPE: vpn.type,
    ...(vpn.type === 'wireguard' ? wireguardEnvironment(vpn) : openvpnEnvironment(vpn)),
    ...vpn.servers,
  };
}

function wireguardEnvironment({ addresses, endpoint, publicKey }: WireguardVpn): Record<string, string> {
  return {
    ...(addresses.length === 0 ? {} : { WIREGUARD_ADDRESSES: addresses.join(',') }),
    ...defined('WIREGUARD_ENDPOINT_IP', endpoint.address),
    ...defined('WIREGUARD_ENDPOINT_PORT', endpoint.port),
    ...defined('WIREGUARD_PUBLIC_KEY', publicKey),
  };
}

function openvpnEnvironment({ encryptionPreset, endpoint, protocol }: OpenvpnVpn): Record<string, string> {
  return {
    OPENVPN_PROTOCOL: protocol,
    ...defined('OPENVPN_ENDPOINT_IP', endpoint.address),
    ...defined('OPENVPN_ENDPOINT_PORT', endpoint.port),
    ...defined('PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET', encryptionPreset),
  };
}

function defined(variable: string, value: string | number | undefined): Record<string, string> {
  return value === undefined ? {} : { [variable]: String(value) };
}

/** The keys that the Secret must have, each with the variable that names its mounted path. */
export function vpnSecretFiles(vpn: Vpn): readonly VpnSecretFile[] {
  return vpn.credentials.files;
}

/** Where the tunnel's own packets go: as pinned, else to the provider's usual port at any address. */
export function vpnEndpoint(vpn: Vpn): VpnEndpoint {
  const port = vpn.endpoint.port ?? usualPort(vpn);
  // An empty list of ports would open all of them in a NetworkPolicy.
  if (port === undefined) throw new Error(`no port is known for ${vpn.provider} over ${vpn.type}`);
  return {
    protocol: vpn.type === 'openvpn' && vpn.protocol === 'tcp' ? 'TCP' : 'UDP',
    ports: [port],
    address: vpn.endpoint.address,
  };
}

function usualPort(vpn: Vpn): number | undefined {
  const { openvpn, wireguard } = providerFacts(vpn.provider);
  if (vpn.type === 'wireguard') return wireguard?.port;
  const port = openvpn?.[vpn.protocol]?.port;
  return typeof port === 'object' ? port[vpn.encryptionPreset ?? DEFAULT_ENCRYPTION_PRESET] : port;
}
