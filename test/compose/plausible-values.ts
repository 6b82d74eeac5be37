/**
 * What a user's own .env would say: a value for every variable that a compose file names without a default. Public files
 * come without it.
 */
export function plausibleEnvFile(text: string): string {
  const bare = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?\?[^}]*)?\})/g;
  const names = new Set([...text.matchAll(bare)].map(([, plain, braced]) => plain ?? braced ?? ''));
  const lines = [...names].map((name) => `${name}=${plausibleValue(name)}`);
  // Some files hand .env itself to gluetun.
  const whole = /^\s*-\s*\.env\s*$/m.test(text) ? GLUETUN : [];
  return [...whole, ...lines.filter((line) => !whole.some((known) => known.startsWith(`${line.split('=')[0]}=`)))].join(
    '\n',
  );
}

const GLUETUN = [
  'VPN_SERVICE_PROVIDER=airvpn',
  'VPN_TYPE=wireguard',
  'WIREGUARD_PRIVATE_KEY=not-a-key',
  'WIREGUARD_PRESHARED_KEY=not-a-key',
  'WIREGUARD_ADDRESSES=10.151.2.3/32',
  'SERVER_COUNTRIES=Netherlands',
  'FIREWALL_VPN_INPUT_PORTS=47148',
  'HEALTH_VPN_DURATION_INITIAL=120s',
];

const VALUES: readonly (readonly [RegExp, string])[] = [
  [/SERVICE_PROVIDER$|^VPN_PROVIDER$/, 'mullvad'],
  [/VPN_TYPE$/, 'wireguard'],
  [/^(?:PIA_|NORDVPN_|VPN_USER|VPN_PASS|OPENVPN_|GLUETUN_OPEN)/, 'not-a-login'],
  [/PRIVATE_KEY|PRESHARED/, 'not-a-key'],
  [/PUBLIC_KEY/, 'bmz1vDLMe+BDCQaCSBBFsdTYCqJWTAcf0ZMvYSX4Xnk='],
  [/ADDRESSES/, '10.64.3.4/32'],
  [/ENDPOINT_IP/, '5.5.5.5'],
  [/ENDPOINT_PORT/, '51820'],
  [/INPUT_PORTS|TORRENT_?PORT|PORT$/, '47148'],
  [/COUNTRY|COUNTRIES/, 'Netherlands'],
  [/CITY|CITIES/, 'Amsterdam'],
  [/REGION/, 'Europe'],
  [/SERVER_NAME|HOSTNAME/, 'example'],
  [/^(?:PUID|PGID|USER_ID|GROUP_ID|ID|UID|GID)$/, '1000'],
  [/^(?:TZ|TIMEZONE)$/, 'Europe/Berlin'],
  [/UMASK/, '022'],
  [/QBITORRENTIMAGE/, 'lscr.io/linuxserver/qbittorrent:latest'],
  [/PLEXIMAGE/, 'lscr.io/linuxserver/plex:1.41.3'],
  [/ROOT|FOLDER|PATH|DIR$|APPDATA|DATA$|SHARE/, '/srv/media'],
];

function plausibleValue(name: string): string {
  return VALUES.find(([pattern]) => pattern.test(name))?.[1] ?? 'something';
}
