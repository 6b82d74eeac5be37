import type { Credential } from './providers';
import type { VpnSecretFile } from './vpn';

/**
 * The keys of the Secret: gluetun's own default file names, so that the Secret can also be mounted where gluetun
 * looks by itself (gluetun v3.41.3, the `…_SECRETFILE` variables).
 */
const PRIVATE_KEY = { variable: 'WIREGUARD_PRIVATE_KEY_SECRETFILE', key: 'wireguard_private_key' };
const PRESHARED_KEY = { variable: 'WIREGUARD_PRESHARED_KEY_SECRETFILE', key: 'wireguard_preshared_key' };
const USER = { variable: 'OPENVPN_USER_SECRETFILE', key: 'openvpn_user' };
const PASSWORD = { variable: 'OPENVPN_PASSWORD_SECRETFILE', key: 'openvpn_password' };
const CLIENT_CERTIFICATE = { variable: 'OPENVPN_CLIENTCRT_SECRETFILE', key: 'openvpn_clientcrt' };
const CLIENT_KEY = { variable: 'OPENVPN_CLIENTKEY_SECRETFILE', key: 'openvpn_clientkey' };
const ENCRYPTED_KEY = { variable: 'OPENVPN_ENCRYPTED_KEY_SECRETFILE', key: 'openvpn_encrypted_key' };
const KEY_PASSPHRASE = { variable: 'OPENVPN_KEY_PASSPHRASE_SECRETFILE', key: 'openvpn_key_passphrase' };
/** For Private Internet Access under the provider `custom`; its own login serves else (settings/portforward.go). */
const FORWARDING_USER = { variable: 'VPN_PORT_FORWARDING_USERNAME_SECRETFILE', key: 'vpn_port_forwarding_username' };
const FORWARDING_PASSWORD = {
  variable: 'VPN_PORT_FORWARDING_PASSWORD_SECRETFILE',
  key: 'vpn_port_forwarding_password',
};
/** Not a `…_SECRETFILE`: this variable is itself the path of a file. */
const CONFIGURATION_FILE = { variable: 'OPENVPN_CUSTOM_CONFIG', key: 'openvpn_config' };

/** A file as `wg-quick` has it, with keys and addresses in one (WIREGUARD_CONF_SECRETFILE). */
export const wireguardConfigurationFile: readonly VpnSecretFile[] = [
  { variable: 'WIREGUARD_CONF_SECRETFILE', key: 'wg0.conf' },
];

/** The keys that WireGuard needs. */
export function wireguardSecretFiles(presharedKey: boolean): readonly VpnSecretFile[] {
  return presharedKey ? [PRIVATE_KEY, PRESHARED_KEY] : [PRIVATE_KEY];
}

/** The keys with which Private Internet Access hands out a port. */
export const forwardingSecretFiles: readonly VpnSecretFile[] = [FORWARDING_USER, FORWARDING_PASSWORD];

/** What a user chose about an OpenVPN login. */
export interface LoginChoices {
  /** The user is an account's id, without a password. */
  readonly accountId: boolean;
  /** The configuration file asks for user and password. */
  readonly login: boolean;
  /** The configuration file asks for a certificate of the client, or for its key, and has neither inside. */
  readonly clientCertificate: boolean;
  readonly clientKey: boolean;
  /** The same for an encrypted key, with its passphrase. */
  readonly encryptedKey: boolean;
}

/** What those need who choose nothing. */
export const NO_CHOICES: LoginChoices = {
  accountId: false,
  login: false,
  clientCertificate: false,
  clientKey: false,
  encryptedKey: false,
};

/** The keys that OpenVPN needs with a provider that asks for these credentials. */
export function openvpnSecretFiles(
  credentials: readonly Credential[],
  choices: LoginChoices,
): readonly VpnSecretFile[] {
  return credentials.flatMap((credential) => filesOf(credential, choices));
}

function filesOf(credential: Credential, choices: LoginChoices): readonly VpnSecretFile[] {
  switch (credential) {
    case 'login':
      return [USER, PASSWORD];
    case 'login-or-account-id':
      return choices.accountId ? [USER] : [USER, PASSWORD];
    case 'optional-login':
      return choices.login ? [USER, PASSWORD] : [];
    case 'optional-certificate':
      return [
        ...(choices.clientCertificate ? [CLIENT_CERTIFICATE] : []),
        ...(choices.clientKey ? [CLIENT_KEY] : []),
        ...(choices.encryptedKey ? [ENCRYPTED_KEY, KEY_PASSPHRASE] : []),
      ];
    case 'client-certificate':
      return [CLIENT_CERTIFICATE];
    case 'client-key':
      return [CLIENT_KEY];
    case 'encrypted-key':
      return [ENCRYPTED_KEY, KEY_PASSPHRASE];
    case 'configuration-file':
      return [CONFIGURATION_FILE];
  }
}
