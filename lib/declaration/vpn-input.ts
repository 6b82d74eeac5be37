import type { OpenvpnProvider, PortForwardingProvider, PROVIDERS, Provider, WireguardProvider } from './providers';
import type { SecretSourceInput } from './secret-source';

type Facts = typeof PROVIDERS;

/**
 * The tunnel as a user writes it: the provider first, then what that provider has. A pairing that gluetun would
 * refuse at start does not compile.
 */
export type VpnInput =
  | WireguardFileInput
  | { [P in WireguardProvider]: WireguardInput<P> }[WireguardProvider]
  | { [P in OpenvpnProvider]: OpenvpnInput<P> }[OpenvpnProvider];

interface CommonInput<P extends Provider> {
  /** As gluetun's VPN_SERVICE_PROVIDER spells it; `custom` for a server of your own or one that gluetun does not list. */
  readonly provider: P;
  /**
   * Which of the provider's servers gluetun may choose from.
   * @default - any of them
   */
  readonly servers?: ServersInput<P> | undefined;
}

type WireguardInput<P extends WireguardProvider> = CommonInput<P> & {
  readonly type: 'wireguard';
  /** The tunnel's own addresses, with prefix lengths, as the provider's configuration file has them under `Address`. */
  readonly addresses: readonly string[];
  readonly credentials: WireguardCredentialsInput<P>;
} & (P extends 'custom' ? CustomServerInput : { readonly endpoint?: WireguardEndpointInput<P> | undefined });

/** A server of your own whose keys and addresses stand in a file as `wg-quick` has it. */
interface WireguardFileInput extends Omit<CustomServerInput, 'publicKey'>, CommonInput<'custom'> {
  readonly type: 'wireguard';
  readonly credentials: {
    /** The name of the Secret whose key `wg0.conf` gluetun reads (WIREGUARD_CONF_SECRETFILE). */
    readonly secret: string;
    /** The file has the private key, the addresses and the server's key; only the endpoint is said again. */
    readonly configurationFile: true;
  };
  readonly addresses?: undefined;
  readonly publicKey?: undefined;
}

interface CustomServerInput {
  /** Where the server listens. */
  readonly endpoint: {
    /** An IP address; gluetun takes no host name here. */
    readonly address: string;
    readonly port: number;
  };
  /** The server's public key, 32 bytes in base64. */
  readonly publicKey: string;
  readonly portForwarding?: PortForwardingInput | undefined;
}

/**
 * Who hands out the port, with `torrentPort: 'dynamic'`. Private Internet Access over WireGuard also needs the server's
 * name in `servers.names`, and a Secret with `vpn_port_forwarding_username` and `vpn_port_forwarding_password`.
 * @default - nobody
 */
interface PortForwardingInput {
  readonly provider: PortForwardingProvider;
}

type WireguardCredentialsInput<P extends WireguardProvider> = {
  /** The Secret whose key `wireguard_private_key` (and, where used, `wireguard_preshared_key`) gluetun reads. */
  readonly secret: SecretSourceInput;
} & (Facts[P]['wireguard']['presharedKey'] extends 'required'
  ? unknown
  : {
      /**
       * Whether the Secret holds a `wireguard_preshared_key` too.
       * @default false
       */
      readonly presharedKey?: boolean | undefined;
    });

type WireguardEndpointInput<P extends WireguardProvider> = AddressInput &
  PortInput<Facts[P]['wireguard']['endpointPorts']>;

interface AddressInput {
  /**
   * The server's IP address: the NetworkPolicy then allows this one alone. Its key must be the one of the server
   * that gluetun chooses, so name that server in `servers` too.
   * @default - any server that gluetun chooses
   */
  readonly address?: string | undefined;
}

type PortInput<Allowed> = Allowed extends 'none'
  ? unknown
  : {
      /** @default - the provider's usual port */
      readonly port?: (Allowed extends readonly (infer Port)[] ? Port : number) | undefined;
    };

type OpenvpnInput<P extends OpenvpnProvider> = CommonInput<P> & {
  readonly type: 'openvpn';
  readonly credentials: OpenvpnCredentialsInput<P>;
} & (P extends 'custom' ? CustomOpenvpnInput : ProtocolInput<P>) &
  (P extends 'private internet access' ? PresetInput : unknown);

interface CustomOpenvpnInput {
  /** As the configuration file has it. */
  readonly protocol: 'udp' | 'tcp';
  /** As the `remote` of the configuration file has it: Podlock cannot see the file. */
  readonly endpoint: { readonly address: string; readonly port: number };
  readonly portForwarding?: PortForwardingInput | undefined;
}

interface PresetInput {
  /**
   * How strong the tunnel is encrypted; the port depends on it.
   * @default 'strong'
   */
  readonly encryptionPreset?: 'none' | 'normal' | 'strong' | undefined;
}

type ProtocolInput<P extends OpenvpnProvider> =
  | {
      /** @default 'udp' */
      readonly protocol?: 'udp' | undefined;
      readonly endpoint?: OpenvpnEndpointInput<P, 'udp'> | undefined;
    }
  | (Facts[P]['openvpn'] extends { readonly tcp: object }
      ? { readonly protocol: 'tcp'; readonly endpoint?: OpenvpnEndpointInput<P, 'tcp'> | undefined }
      : never);

type OpenvpnEndpointInput<P extends OpenvpnProvider, Protocol extends 'udp' | 'tcp'> = AddressInput &
  PortInput<
    Facts[P]['openvpn'] extends { readonly [T in Protocol]: { readonly endpointPorts: infer Ports } } ? Ports : 'none'
  >;

type OpenvpnCredentialsInput<P extends OpenvpnProvider> = {
  /**
   * The Secret whose keys gluetun reads: `openvpn_user` and `openvpn_password`, or what else the provider
   * asks for (`openvpn_clientcrt`, `openvpn_clientkey`, `openvpn_encrypted_key`, `openvpn_key_passphrase`,
   * `openvpn_config`).
   */
  readonly secret: SecretSourceInput;
} & (P extends 'ivpn'
  ? {
      /**
       * Whether `openvpn_user` is an account's id, which needs no password.
       * @default false
       */
      readonly accountId?: boolean | undefined;
    }
  : P extends 'custom'
    ? {
        /**
         * Whether the Secret holds `openvpn_user` and `openvpn_password` too.
         * @default false
         */
        readonly login?: boolean | undefined;
        /**
         * Whether the Secret holds an `openvpn_clientcrt`, in PEM, that the configuration file lacks.
         * @default false
         */
        readonly clientCertificate?: boolean | undefined;
        /**
         * Whether the Secret holds an `openvpn_clientkey`, in PEM, that the configuration file lacks.
         * @default false
         */
        readonly clientKey?: boolean | undefined;
        /**
         * Whether the Secret holds an `openvpn_encrypted_key`, in PEM, with its `openvpn_key_passphrase`, that the
         * configuration file lacks; not beside `clientKey`.
         * @default false
         */
        readonly encryptedKey?: boolean | undefined;
      }
    : unknown);

/** The server filters of a provider. Within one filter any name fits; a server must fit every filter. */
type ServersInput<P extends Provider> = Pick<AllServersInput, Facts[P]['filters'][number]>;

/** Every filter that gluetun has; the variable that it becomes stands beside each in `FILTERS`. */
interface AllServersInput {
  /** As gluetun's list of servers spells them. @default - any */
  readonly countries?: readonly string[] | undefined;
  /** As gluetun's list of servers spells them. @default - any */
  readonly regions?: readonly string[] | undefined;
  /** As gluetun's list of servers spells them. @default - any */
  readonly cities?: readonly string[] | undefined;
  /** The servers' host names. @default - any */
  readonly hostnames?: readonly string[] | undefined;
  /** The servers' own names; with provider `custom` at most one, for port forwarding. @default - any */
  readonly names?: readonly string[] | undefined;
  /** NordVPN's server categories. @default - any */
  readonly categories?: readonly string[] | undefined;
  /** Who runs the network that the server is in. @default - any */
  readonly isps?: readonly string[] | undefined;
  /** NordVPN's server numbers. @default - any */
  readonly numbers?: readonly number[] | undefined;
  /** Only servers that the provider owns. @default false */
  readonly ownedOnly?: boolean | undefined;
  /** Only servers of the free tier. @default false */
  readonly freeOnly?: boolean | undefined;
  /** Only servers for streaming. @default false */
  readonly streamOnly?: boolean | undefined;
  /** Only secure core servers. @default false */
  readonly secureCoreOnly?: boolean | undefined;
  /** Only servers that lead into Tor. @default false */
  readonly torOnly?: boolean | undefined;
  /** Only servers that forward a port; not with `freeOnly`. @default false */
  readonly portForwardOnly?: boolean | undefined;
  /** Only servers of two hops. @default false */
  readonly multihopOnly?: boolean | undefined;
  /** Only servers of the premium tier. @default false */
  readonly premiumOnly?: boolean | undefined;
}
