import { choiceLeaf, strictObject } from './leaf';
import { PORT_FORWARDING_PROVIDERS, type PortForwardingProvider } from './providers';
import { forwardingSecretFiles } from './secret-files';
import type { VpnCredentials } from './vpn';

/** Who hands out the port of a tunnel of the provider `custom`. */
export const portForwarding = strictObject({
  /** gluetun's VPN_PORT_FORWARDING_PROVIDER. */
  provider: choiceLeaf(PORT_FORWARDING_PROVIDERS),
}).optional();

/** Private Internet Access wants its login for that too, and gluetun has it by other names than the tunnel's. */
export function withPortForwarding<
  V extends {
    readonly credentials: VpnCredentials;
    readonly portForwarding?: { readonly provider: PortForwardingProvider } | undefined;
  },
>({ portForwarding: chosen, credentials, ...vpn }: V) {
  const provider = chosen?.provider;
  const isLoginThere = credentials.files.some(({ key }) => key === 'openvpn_user');
  const more = provider === 'private internet access' && !isLoginThere ? forwardingSecretFiles : [];
  return {
    ...vpn,
    portForwarding: provider,
    credentials: { ...credentials, files: [...credentials.files, ...more] },
  };
}
