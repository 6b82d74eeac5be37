import { type Provider, providerFacts } from '../declaration/providers';
import { openvpnSecretFiles, wireguardConfigurationFile, wireguardSecretFiles } from '../declaration/secret-files';
import type { SourceObject } from '../main-file/main-file';
import type { Conversion } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import { certificatesOf, openvpn } from './map-openvpn';
import { mapServers } from './map-servers';
import { isWholeFile, wireguard } from './map-wireguard';
import type { Service } from './service';
import { TunnelChoice } from './tunnel-choice';
import type { TunnelFile } from './tunnel-file';

/** What a gate's VPN is, for the declaration, and the keys that its Secret must have. */
export interface MappedVpn {
  readonly vpn: SourceObject;
  readonly provider: Provider;
  readonly type: 'wireguard' | 'openvpn';
  readonly secret: string;
  /** The keys that the Secret must have. */
  readonly keys: readonly string[];
}

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
  return { vpn: { ...vpn, servers }, provider, type, secret, keys: secretKeys(choice, environment, file) };
}

function secretKeys(
  { provider, type }: TunnelChoice,
  environment: GluetunEnvironment,
  file: TunnelFile | undefined,
): readonly string[] {
  const { openvpn: facts, wireguard: wireguardFacts } = providerFacts(provider);
  if (type === 'openvpn') {
    const login = environment.has('OPENVPN_USER');
    const choices = { ...certificatesOf(environment), login, accountId: login && !environment.has('OPENVPN_PASSWORD') };
    return openvpnSecretFiles(facts?.credentials ?? [], choices).map(({ key }) => key);
  }
  if (isWholeFile(provider, environment)) return wireguardConfigurationFile.map(({ key }) => key);
  const isPreshared = environment.has('WIREGUARD_PRESHARED_KEY') || file?.hasPresharedKey === true;
  return wireguardSecretFiles(wireguardFacts?.presharedKey === 'required' || isPreshared).map(({ key }) => key);
}
