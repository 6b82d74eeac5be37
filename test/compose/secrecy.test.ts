import { join } from 'node:path';
import { plain } from '../../lib/check/paint';
import { importCompose } from '../../lib/compose/import-compose';
import { importNotes } from '../../lib/compose/import-notes';
import { choices, inFolder } from './project';

const secrets = {
  WIREGUARD_PRIVATE_KEY: 'wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU=',
  WIREGUARD_PRESHARED_KEY: 'FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=',
  HTTPPROXY_USER: 'proxy-user-secret',
  HTTPPROXY_PASSWORD: 'proxy-password-secret',
  PUBLICIP_API_TOKEN: 'public-ip-token-secret',
};
const others = {
  API_KEY: 'prowlarr-key-secret',
  DATABASE_URL: 'postgres://me:database-secret@localhost/db',
  NZBGET_PASS: 'nzbget-secret',
  ARGUMENTS: '--port 1 --auth-key=argument-secret',
  PLAIN: 'wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU=',
};

const values = [
  ...Object.values(secrets),
  'nzbget-secret',
  'argument-secret',
  'command-secret',
  'prowlarr-key-secret',
  'database-secret',
  'client-secret',
  'file-secret',
];

const compose = `services:
  gluetun:
    image: qmcgaw/gluetun:v3.41.3
    env_file: more.env
    environment: ${JSON.stringify({ VPN_SERVICE_PROVIDER: 'airvpn', VPN_TYPE: 'wireguard', WIREGUARD_ADDRESSES: '10.64.3.4/32', HTTPPROXY: 'on', ...secrets })}
  qbittorrent:
    image: lscr.io/linuxserver/qbittorrent:5.2.3
    network_mode: service:gluetun
    environment: { PUID: 1000, PGID: 1000, WEBUI_PASSWORD: client-secret, MY_TOKEN: client-secret }
  prowlarr:
    image: lscr.io/linuxserver/prowlarr:2.3.5
    network_mode: service:gluetun
    environment: ${JSON.stringify(others)}
    command: --api-token command-secret
    healthcheck: { test: ["CMD", "curl", "-u", "me:x", "--password", "command-secret", "http://localhost:9696"] }
`;

function everything(text: string, env = ''): string {
  return inFolder(
    {
      'compose.yml': text,
      'more.env': 'OPENVPN_PASSWORD=file-secret\nUPDATER_PROTONVPN_PASSWORD=file-secret',
      '.env': env,
    },
    (folder) => {
      try {
        const path = join(folder, 'compose.yml');
        const result = importCompose({ paths: [path], environment: new Map() }, choices);
        return [result.main, importNotes(result, [path], plain), JSON.stringify(result)].join('\n');
      } catch (error) {
        return String(error);
      }
    },
  );
}

test('no secret reaches main.ts, the notes or the report', () => {
  const shown = everything(compose);
  expect(shown).toContain("secret: 'qbittorrent-vpn'");
  expect(values.filter((value) => shown.includes(value))).toEqual([]);
});

test.each([
  ['a provider that is none', compose.replace('"airvpn"', '"airvp"')],
  ['a secret where another value belongs', compose.replace('10.64.3.4/32', secrets.WIREGUARD_PRIVATE_KEY)],
  ['a secret as the provider', compose.replace('"airvpn"', JSON.stringify(secrets.WIREGUARD_PRIVATE_KEY))],
  ['a secret as the type', compose.replace('"wireguard"', JSON.stringify(secrets.WIREGUARD_PRIVATE_KEY))],
  ['a secret as the user', compose.replace('PUID: 1000', `PUID: ${secrets.WIREGUARD_PRIVATE_KEY}`)],
  ['a secret as the time zone', compose.replace('PUID: 1000', `TZ: ${secrets.WIREGUARD_PRIVATE_KEY}`)],
  ['a value of the wrong type', compose.replace('"prowlarr-key-secret"', '["prowlarr-key-secret"]')],
  ['an unknown key', compose.replace('    env_file', '    enviroment: client-secret\n    env_file')],
  ['a broken line of an env_file', compose.replace('more.env', 'compose.yml')],
])('no secret is in an error about %s', (_, text) => {
  const shown = everything(text);
  expect(values.filter((value) => shown.includes(value))).toEqual([]);
});

test('the test itself would see a secret', () => {
  expect(
    values.filter((value) => everything(`${compose.replace('"airvpn"', '"prowlarr-key-secret"')}`).includes(value)),
  ).toEqual(['prowlarr-key-secret']);
});

test.each([
  ['in a text of its own', 'CONN: "host=db user=me ${X}"'],
  ['alone', 'PGOPT: "${X}"'],
  ['with a default', 'PGOPT: "${X:-none}"'],
  ['inside another', 'PGOPT: "${EMPTY:-${X}}"'],
])('a secret that comes by a variable into one with a harmless name stays out: %s', (_, line) => {
  const value = 'hunter2-SECRET';
  const text = compose.replace(
    'command: --api-token command-secret',
    'command: [serve, "--db", "host=db ${X}", "-p${X}"]',
  );
  const changed = text.replace(/environment: \{"API_KEY".*\}/, `environment: { ${line} }`);
  const shown = everything(changed.replaceAll('${X', '${DB_PASSWORD'), `DB_PASSWORD=${value}`);
  expect(shown).toContain('pods: [');
  expect(shown).not.toContain(value);
});

test.each([
  'Server=db;Password=hunter2SECRET',
  'redis://:hunter2SECRET@host',
  'Authorization: Bearer hunter2SECRET',
  'ghp_hunter2SECRET0123',
  'sk-hunter2SECRET0123',
  'AKIAHUNTER2SECRET',
  '$$2y$$10$$hunter2SECRET',
])('what looks like a secret stays out, whatever its name: %s', (value) => {
  const shown = everything(
    compose.replace(/environment: \{"API_KEY".*\}/, () => `environment: { PLAIN: ${JSON.stringify(value)} }`),
  );
  expect(shown).toContain('pods: [');
  expect(shown.toLowerCase()).not.toContain('hunter2secret');
});
