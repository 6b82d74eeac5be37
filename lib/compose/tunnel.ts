import type { Provider } from '../declaration/providers';
import { Remark, type SourceObject } from '../main-file/main-file';
import { type Conversion, isPlaceholder, type Located } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import type { TunnelFile } from './tunnel-file';

/** What a tunnel is read from. */
export interface Tunnel {
  readonly environment: GluetunEnvironment;
  readonly conversion: Conversion;
  readonly provider: Provider;
  readonly secret: string;
  readonly file: TunnelFile | undefined;
  readonly place: Located['place'];
}

/** gluetun's file of each secret, where it is not called as the variable. */
const SECRET_KEYS: Readonly<Record<string, string>> = {
  OPENVPN_CERT: 'openvpn_clientcrt',
  OPENVPN_KEY: 'openvpn_clientkey',
};

/** The keys of the Secret: their values stay where they are. */
export function keysOf(
  { conversion, environment, secret }: Tunnel,
  names: readonly Parameters<GluetunEnvironment['get']>[0][],
): void {
  for (const name of names) {
    const given = environment.get(name);
    if (given === undefined) continue;
    const key = SECRET_KEYS[name] ?? name.toLowerCase();
    conversion.ledger.map(given.path, `vpn.credentials.secret, key ${key}`);
    conversion.secrets.push({ secret, key, variable: given });
    conversion.note(
      'was wrong',
      `${given.name} is a key in the environment, which everything in the container can read`,
      {
        lock: 'vpn-secrets',
        place: given.place,
      },
    );
  }
}

export function chosenEndpoint(
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

export function customEndpoint(tunnel: Tunnel, usualPort: number): SourceObject {
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
  conversion.note('fill in', `the VPN server's address and port: ${where}, as an IP address`, {
    place: address?.place ?? place,
  });
  return { address: new Remark(`FILL IN: ${where}, as an IP address. This one is nobody's.`, NOWHERE), port: number };
}
