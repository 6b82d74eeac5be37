/**
 * Where one of gluetun's variables belongs.
 * - `declared`: at a path of the declaration, below a Pod.
 * - `setting`: in `gluetun.settings`, with a value of this form.
 * - `secret`: holds a secret; the path names the Secret that gluetun reads it from as a file.
 * - `podlock`: set by Podlock, or left at gluetun's default, for this reason.
 * - `lock`: opens this lock.
 */
export type Place =
  | { readonly kind: 'declared'; readonly path: string }
  | { readonly kind: 'setting'; readonly form: SettingForm }
  | { readonly kind: 'secret'; readonly path: string }
  | { readonly kind: 'podlock'; readonly why: string }
  | { readonly kind: 'lock'; readonly lock: string; readonly instead: string };

export type SettingForm = 'switch' | 'addresses' | 'addresses with ports';

const declared = (path: string): Place => ({ kind: 'declared', path });
const setting = (form: SettingForm): Place => ({ kind: 'setting', form });
const secret = (path: string): Place => ({ kind: 'secret', path });
const podlock = (why: string): Place => ({ kind: 'podlock', why });
const lock = (id: string, instead: string): Place => ({ kind: 'lock', lock: id, instead });

const vpnSecret = secret('vpn.credentials.secret');
const forwarding = declared('torrentPort');
const proxySecret = secret('gluetun.httpProxy.credentials.secret');
const noDisk = podlock(
  "nothing of gluetun's own disk outlives its container, and only /tmp/gluetun is there for others",
);
const ownHealth = podlock('the probes and the least set of capabilities depend on it');
const noProfiler = lock('inbound', 'the profiler shows what is in memory, keys among it');
const firewall = 'what may be reached beside the tunnel has no switch';
const resolver = "gluetun's own DNS server is the only one that asks through the tunnel";

/**
 * Every variable of gluetun v3.41.3 under its present name.
 * Sources: internal/configuration/settings/*.go, internal/configuration/sources/secrets and the Dockerfile, read in the
 * stored history of the repository (DNS and block lists as of 22e2cfa and 6911705, OpenVPN as of 4550a24, WireGuard as of
 * 2c41efe, server selection as of 07046fa, the Dockerfile as of 006c4b5) and reduced to what v3.41.3 has. No stored version is
 * the release itself: DNS_UPSTREAM_PLAIN_ADDRESSES, PMTUD_* and BORINGPOLL_GLUETUNCOM may be younger than it. gluetun passes
 * over a variable that it does not know.
 */
export const VARIABLES = {
  VPN_SERVICE_PROVIDER: declared('vpn.provider'),
  VPN_TYPE: declared('vpn.type'),
  VPN_INTERFACE: declared('gluetun.tunnelInterface'),
  TZ: declared('client.timezone'),

  SERVER_COUNTRIES: declared('vpn.servers.countries'),
  SERVER_REGIONS: declared('vpn.servers.regions'),
  SERVER_CITIES: declared('vpn.servers.cities'),
  SERVER_HOSTNAMES: declared('vpn.servers.hostnames'),
  SERVER_NAMES: declared('vpn.servers.names'),
  SERVER_CATEGORIES: declared('vpn.servers.categories'),
  SERVER_NUMBER: declared('vpn.servers.numbers'),
  ISP: declared('vpn.servers.isps'),
  OWNED_ONLY: declared('vpn.servers.ownedOnly'),
  FREE_ONLY: declared('vpn.servers.freeOnly'),
  STREAM_ONLY: declared('vpn.servers.streamOnly'),
  SECURE_CORE_ONLY: declared('vpn.servers.secureCoreOnly'),
  TOR_ONLY: declared('vpn.servers.torOnly'),
  PORT_FORWARD_ONLY: declared('vpn.servers.portForwardOnly'),
  MULTIHOP_ONLY: declared('vpn.servers.multihopOnly'),
  PREMIUM_ONLY: declared('vpn.servers.premiumOnly'),

  WIREGUARD_ADDRESSES: declared('vpn.addresses'),
  WIREGUARD_ENDPOINT_IP: declared('vpn.endpoint.address'),
  WIREGUARD_ENDPOINT_PORT: declared('vpn.endpoint.port'),
  WIREGUARD_PUBLIC_KEY: declared('vpn.publicKey'),
  WIREGUARD_PRIVATE_KEY: vpnSecret,
  WIREGUARD_PRESHARED_KEY: vpnSecret,
  WIREGUARD_MTU: declared('gluetun.wireguard.mtu'),
  WIREGUARD_IMPLEMENTATION: declared('gluetun.wireguard.implementation'),
  WIREGUARD_PERSISTENT_KEEPALIVE_INTERVAL: declared('gluetun.wireguard.persistentKeepaliveIntervalSeconds'),
  WIREGUARD_ALLOWED_IPS: podlock('everything goes into the tunnel, and what did not would be dropped'),

  OPENVPN_PROTOCOL: declared('vpn.protocol'),
  OPENVPN_ENDPOINT_IP: declared('vpn.endpoint.address'),
  OPENVPN_ENDPOINT_PORT: declared('vpn.endpoint.port'),
  PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET: declared('vpn.encryptionPreset'),
  OPENVPN_USER: vpnSecret,
  OPENVPN_PASSWORD: vpnSecret,
  OPENVPN_CERT: vpnSecret,
  OPENVPN_KEY: vpnSecret,
  OPENVPN_ENCRYPTED_KEY: vpnSecret,
  OPENVPN_KEY_PASSPHRASE: vpnSecret,
  OPENVPN_CUSTOM_CONFIG: vpnSecret,
  OPENVPN_VERSION: declared('gluetun.openvpn.version'),
  OPENVPN_VERBOSITY: declared('gluetun.openvpn.verbosity'),
  OPENVPN_FLAGS: declared('gluetun.openvpn.flags'),
  OPENVPN_CIPHERS: declared('gluetun.openvpn.ciphers'),
  OPENVPN_AUTH: declared('gluetun.openvpn.auth'),
  OPENVPN_MSSFIX: declared('gluetun.openvpn.mssFix'),
  OPENVPN_PROCESS_USER: podlock("only root may mark the tunnel's packets, and the guard drops those without the mark"),

  VPN_PORT_FORWARDING: forwarding,
  VPN_PORT_FORWARDING_PROVIDER: declared('vpn.portForwarding.provider'),
  VPN_PORT_FORWARDING_STATUS_FILE: forwarding,
  VPN_PORT_FORWARDING_UP_COMMAND: podlock('a forwarded port reaches the client by way of torrentPort'),
  VPN_PORT_FORWARDING_DOWN_COMMAND: podlock('a forwarded port reaches the client by way of torrentPort'),
  VPN_PORT_FORWARDING_LISTENING_PORT: podlock('the client listens on the forwarded port itself'),
  VPN_PORT_FORWARDING_USERNAME: vpnSecret,
  VPN_PORT_FORWARDING_PASSWORD: vpnSecret,

  FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT: lock('firewall', "gluetun's firewall stays on"),
  FIREWALL_VPN_INPUT_PORTS: forwarding,
  FIREWALL_INPUT_PORTS: lock(
    'inbound',
    "the WebUI's port is opened from client.webUi.port, others by what declares them",
  ),
  FIREWALL_OUTBOUND_SUBNETS: lock('firewall', firewall),
  FIREWALL_DEBUG: podlock('it logs every rule, and nothing is learnt that the guard does not print'),

  DNS_SERVER: lock('dns', resolver),
  DNS_ADDRESS: lock('dns', resolver),
  DNS_KEEP_NAMESERVER: lock('dns', resolver),
  DNS_UPSTREAM_RESOLVER_TYPE: declared('gluetun.dns.upstreamResolverType'),
  DNS_UPSTREAM_RESOLVERS: declared('gluetun.dns.upstreamResolvers'),
  DNS_UPSTREAM_PLAIN_ADDRESSES: declared('gluetun.dns.upstreamPlainAddresses'),
  DNS_UPSTREAM_IPV6: declared('gluetun.dns.upstreamIpv6'),
  DNS_CACHING: declared('gluetun.dns.caching'),
  DNS_UPDATE_PERIOD: declared('gluetun.dns.updatePeriodSeconds'),
  DNS_BLOCK_IPS: declared('gluetun.dns.blockIps'),
  DNS_BLOCK_IP_PREFIXES: declared('gluetun.dns.blockIpPrefixes'),
  DNS_UNBLOCK_HOSTNAMES: declared('gluetun.dns.unblockHostnames'),
  DNS_REBINDING_PROTECTION_EXEMPT_HOSTNAMES: declared('gluetun.dns.rebindingProtectionExemptHostnames'),
  BLOCK_MALICIOUS: declared('gluetun.dns.blockMalicious'),
  BLOCK_SURVEILLANCE: declared('gluetun.dns.blockSurveillance'),
  BLOCK_ADS: declared('gluetun.dns.blockAds'),

  HEALTH_TARGET_ADDRESSES: declared('gluetun.health.targetAddresses'),
  HEALTH_ICMP_TARGET_IPS: podlock('its check by ICMP needs NET_RAW, so names are asked for instead'),
  HEALTH_SMALL_CHECK_TYPE: ownHealth,
  HEALTH_SERVER_ADDRESS: ownHealth,
  HEALTH_RESTART_VPN: podlock('a tunnel that died is up again only because gluetun restarts it'),
  PMTUD_ICMP_ADDRESSES: setting('addresses'),
  PMTUD_TCP_ADDRESSES: setting('addresses with ports'),

  HTTPPROXY: declared('gluetun.httpProxy'),
  HTTPPROXY_LOG: declared('gluetun.httpProxy.log'),
  HTTPPROXY_STEALTH: declared('gluetun.httpProxy.stealth'),
  HTTPPROXY_LISTENING_ADDRESS: declared('gluetun.httpProxy.port'),
  HTTPPROXY_USER: proxySecret,
  HTTPPROXY_PASSWORD: proxySecret,
  SHADOWSOCKS: declared('gluetun.shadowsocks'),
  SHADOWSOCKS_LOG: declared('gluetun.shadowsocks.log'),
  SHADOWSOCKS_CIPHER: declared('gluetun.shadowsocks.cipher'),
  SHADOWSOCKS_LISTENING_ADDRESS: declared('gluetun.shadowsocks.port'),
  SHADOWSOCKS_PASSWORD: secret('gluetun.shadowsocks.credentials.secret'),

  HTTP_CONTROL_SERVER_LOG: setting('switch'),
  HTTP_CONTROL_SERVER_ADDRESS: lock('inbound', 'the control server listens on 127.0.0.1 alone'),
  HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH: lock(
    'inbound',
    'the control server wants a key that is made anew at each start',
  ),
  HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE: lock(
    'inbound',
    'the control server wants a key that is made anew at each start',
  ),

  UPDATER_PERIOD: declared('gluetun.updater.periodSeconds'),
  UPDATER_MIN_RATIO: declared('gluetun.updater.minRatio'),
  UPDATER_VPN_SERVICE_PROVIDERS: declared('gluetun.updater.vpnServiceProviders'),
  UPDATER_PROTONVPN_EMAIL: secret('gluetun.updater.protonvpn.secret'),
  UPDATER_PROTONVPN_PASSWORD: secret('gluetun.updater.protonvpn.secret'),
  PUBLICIP_ENABLED: declared('gluetun.publicIp.enabled'),
  PUBLICIP_API: declared('gluetun.publicIp.api'),
  PUBLICIP_API_TOKEN: secret('gluetun.publicIp.token.secret'),
  PUBLICIP_FILE: noDisk,
  STORAGE_FILEPATH: noDisk,
  LOG_LEVEL: declared('gluetun.logging.level'),
  VERSION_INFORMATION: setting('switch'),
  BORINGPOLL_GLUETUNCOM: setting('switch'),
  PPROF_ENABLED: noProfiler,
  PPROF_BLOCK_PROFILE_RATE: noProfiler,
  PPROF_MUTEX_PROFILE_RATE: noProfiler,
  PPROF_HTTP_SERVER_ADDRESS: noProfiler,
  PUID: podlock('gluetun runs as root, and its status files are for the containers of this Pod'),
  PGID: podlock('gluetun runs as root, and its status files are for the containers of this Pod'),
} as const satisfies Readonly<Record<string, Place>>;

/** A variable of gluetun v3.41.3. */
export type VariableName = keyof typeof VARIABLES;
