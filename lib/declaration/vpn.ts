import type { OpenvpnProvider, WireguardProvider } from './providers';

/** The tunnel, parsed: what gluetun is told about it, and where it leads. */
export type Vpn = WireguardVpn | OpenvpnVpn;

export interface WireguardVpn {
  readonly type: 'wireguard';
  readonly provider: WireguardProvider;
  /** The tunnel's own addresses, each with its prefix length. */
  readonly addresses: readonly string[];
  /** The server's key. Only the provider `custom` has it in the declaration. */
  readonly publicKey: string | undefined;
  readonly credentials: VpnCredentials;
  readonly servers: ServerFilters;
  readonly endpoint: VpnEndpointChoice;
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
}

export type EncryptionPreset = 'none' | 'normal' | 'strong';

export interface VpnCredentials {
  /** The name of the one Secret that holds every file of `files`. */
  readonly secret: string;
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
  throw new Error(`not written yet: ${vpn.type}`);
}

/** The keys that the Secret must have, each with the variable that names its mounted path. */
export function vpnSecretFiles(vpn: Vpn): readonly VpnSecretFile[] {
  return vpn.credentials.files;
}

/** Where the tunnel's own packets go: as pinned, else the provider's default port at any address. */
export function vpnEndpoint(vpn: Vpn): VpnEndpoint {
  throw new Error(`not written yet: ${vpn.type}`);
}
