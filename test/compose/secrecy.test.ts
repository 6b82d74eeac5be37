import { join } from 'node:path';
import fc from 'fast-check';
import { plain } from '../../lib/check/paint';
import { importCompose, secretsInCompose } from '../../lib/compose/import-compose';
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

function everything(text: string, more: Readonly<Record<string, string>> = {}): string {
  return inFolder(
    {
      'compose.yml': text,
      'more.env': 'OPENVPN_PASSWORD=file-secret\nUPDATER_PROTONVPN_PASSWORD=file-secret',
      ...more,
    },
    (folder) => {
      try {
        const path = join(folder, 'compose.yml');
        const result = importCompose({ paths: [path], environment: new Map() }, choices);
        return [
          result.main,
          importNotes(result.notes, { ...result, cluster: 'home', files: [path], apply: '-R -f dist/home' }, plain),
          JSON.stringify(result),
        ].join('\n');
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

/** Templates for a project in which the variable stands in one place more, each with the key that it is told of. */
const places: Readonly<Record<string, (value: string) => string>> = {
  'a variable of a companion': (value) => withVariable('prowlarr', `CONN: ${value}`),
  'a variable of the client': (value) => withVariable('qbittorrent', `CONN: ${value}`),
  'a list of variables': (value) => compose.replace('    command:', `    labels: [${value}]\n    command:`),
  "gluetun's server": (value) => compose.replace('"airvpn"', `"airvpn", SERVER_NAMES: ${value}`),
  "gluetun's address": (value) => compose.replace('"10.64.3.4/32"', value),
  "gluetun's log level": (value) => compose.replace('"airvpn"', `"airvpn", LOG_LEVEL: ${value}`),
  'the provider': (value) => compose.replace('"airvpn"', value),
  'the public key': (value) => compose.replace('"airvpn"', `"airvpn", WIREGUARD_PUBLIC_KEY: ${value}`),
  'the user': (value) => compose.replace('PUID: 1000', `PUID: ${value}`),
  'the time zone': (value) => compose.replace('PUID: 1000', `TZ: ${value}`),
  'a port of the WebUI': (value) => compose.replace('PUID: 1000', `WEBUI_PORT: ${value}`),
  'a command in words': (value) => compose.replace('--api-token command-secret', `["serve", "--db", ${value}]`),
  'a command as a text': (value) => compose.replace('--api-token command-secret', value),
  'an entrypoint': (value) => compose.replace('    command:', `    entrypoint: [serve, ${value}]\n    command:`),
  'a health check': (value) => compose.replace('"me:x"', value),
  'an image': (value) => compose.replace('lscr.io/linuxserver/prowlarr:2.3.5', value),
  'a folder': (value) => compose.replace('    command:', `    volumes: [${value}]\n    command:`),
  'a label': (value) => compose.replace('    command:', `    labels: { traefik: ${value} }\n    command:`),
  'a host name': (value) => compose.replace('    command:', `    hostname: ${value}\n    command:`),
  'a limit of memory': (value) => compose.replace('    command:', `    mem_limit: ${value}\n    command:`),
  'a port': (value) => compose.replace('    env_file', `    ports: [${value}]\n    env_file`),
  'an extended service': (value) => compose.replace('    command:', `    extends: ${value}\n    command:`),
  'another env_file': (value) => compose.replace('more.env', value),
  'the words of a variable that is not set': (value) =>
    compose.replace('"airvpn"', () => `"\${PROVIDER:?${value.slice(1, -1)}}"`),
  'a service outside': (value) => `${compose}  web:\n    image: ${value}\n    environment: { A: ${value} }\n`,
};

function withVariable(service: 'prowlarr' | 'qbittorrent', variable: string): string {
  return service === 'prowlarr'
    ? compose.replace('"API_KEY"', () => `${variable}, "API_KEY"`)
    : compose.replace('PUID: 1000', () => `${variable}, PUID: 1000`);
}

const uses: readonly string[] = [
  '"${NAME}"',
  '"host=db ${NAME}"',
  '"-p$NAME"',
  '"${NAME:-x}"',
  '"${OTHER:-${NAME}}"',
  '"${NAME:?why}"',
  '"${MADE}"',
];

test.each(Object.entries(places))('no value of a secret variable gets out by way of %s', (_, place) => {
  const names = fc.constantFrom(
    'DB_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'RPC_AUTH',
    'API_KEY',
    'PGPASS',
  );
  // A word that no file has by chance, with whatever a password may have around it.
  const secrets = fc
    .tuple(
      fc.stringMatching(/^[a-z0-9!%&()*+,./:;<=>?@^_|~-]{0,10}$/),
      fc.stringMatching(/^[j-q][0-9]{3}[j-q]{4}[0-9]{4}$/),
    )
    .map(([around, word]) => ({ value: `${around}${word}`, word }));
  fc.assert(
    fc.property(names, secrets, fc.constantFrom(...uses), (name, { value, word }, use) => {
      const text = place(use.replaceAll('NAME', name));
      expect(text).not.toBe(compose);
      const env = `${name}='${value}'\nMADE="redis://\${${name}}"\n`;
      expect(everything(text, { '.env': env })).not.toContain(word);
    }),
    { numRuns: 25 },
  );
});

test('the value of a variable that is no secret does get out', () => {
  const text = withVariable('prowlarr', 'CONN: "host ${PLACE}"');
  expect(everything(text, { '.env': 'PLACE=garden' })).toContain("CONN: 'host garden'");
});

test('a value made of secret variables goes into the Secret', () => {
  const text = withVariable('prowlarr', 'CONN: "host=db pw=${DB_PASSWORD}"');
  inFolder({ 'compose.yml': text, 'more.env': '', '.env': 'DB_PASSWORD=x' }, (folder) => {
    const values = secretsInCompose({ paths: [join(folder, 'compose.yml')], environment: new Map() }, choices);
    expect(values.get('qbittorrent-companions')?.get('prowlarr.CONN')).toBe('host=db pw=x');
  });
});

test('the notes say that no value was taken over only if none was', () => {
  const claim = 'main.ts has none of their values';
  expect(everything(compose)).toContain(claim);
  expect(everything(withVariable('prowlarr', 'PLACE: nzbget-secret'))).not.toContain(claim);
});

test.each([
  'redis://:hunter2@cache',
  'host=db password = hunter2',
  'host=db pw=hunter2',
  'Authorization: Bearer hunter2',
  `ghp_${'a'.repeat(36)}`,
  `github_pat_${'a'.repeat(22)}`,
  `sk-${'a'.repeat(40)}`,
  'AKIAIOSFODNN7EXAMPLE',
  'xoxb-1234-abcd',
  '$$2b$$12$$abcdefghijklmnopqrstuv',
])('%s is taken for a secret, whatever the name', (text) => {
  const shown = everything(withVariable('prowlarr', `PLACE: ${JSON.stringify(text)}`));
  expect(shown).toContain("key: 'prowlarr.PLACE'");
  expect(shown).not.toContain(text.replaceAll('$$', '$'));
});

test.each(['12', 'yes', 'none', '/run/secrets/key'])(
  'a variable API_KEY of %j does not make the import fail',
  (text) => {
    expect(everything(compose.replace('prowlarr-key-secret', text))).toContain("secret: 'qbittorrent-vpn'");
  },
);

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
  const shown = everything(changed.replaceAll('${X', '${DB_PASSWORD'), { '.env': `DB_PASSWORD=${value}` });
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

test('a variable of an env_file that is made of a secret one is one too', () => {
  const text = withVariable('prowlarr', 'A: b').replace('    command:', '    env_file: own.env\n    command:');
  const shown = everything(text, { '.env': 'DB_PASSWORD=garden', 'own.env': 'CONN="host=db user ${DB_PASSWORD}"\n' });
  expect(shown).toContain("key: 'prowlarr.CONN'");
  expect(shown).not.toContain('garden');
});
