import { plain } from '../../lib/check/paint';
import { importNotes } from '../../lib/compose/import-notes';
import { imported, refusal, smallest } from './project';

test.each<readonly [string, string, string]>([
  ['no YAML', 'services: [', 'compose.yml:1:12 is not YAML: '],
  ['nothing', '', 'compose.yml:1:1 holds no document'],
  ['a list', '- a', 'compose.yml:1:1 is no compose file: it is not a mapping'],
  ['other YAML', 'hello: world', 'compose.yml:1:1 is no compose file: it has no "services"'],
  [
    'a Kubernetes manifest',
    'apiVersion: v1\nkind: Pod',
    'compose.yml:1:1 is a Kubernetes manifest, no compose file: "podlock check" reads those',
  ],
  [
    'a file of version 1',
    'gluetun:\n  image: qmcgaw/gluetun',
    'compose.yml:1:1 is a compose file of version 1: put "gluetun" and the others below "services:"',
  ],
  [
    'a service twice',
    'services:\n  a: { image: x }\n  a: { image: y }',
    'compose.yml:3:3 the key "a" stands twice in one mapping: keep one of them',
  ],
  [
    'an unknown key',
    'services:\n  a:\n    image: x\n    enviroment: { A: 1 }',
    'compose.yml:4:17 services.a.enviroment: is no key that compose has here; did you mean "environment"?',
  ],
  [
    'a wrong type',
    'services:\n  a:\n    image: [x]',
    "compose.yml:3:12 services.a.image: must be string, says compose's schema",
  ],
  [
    'no VPN gate',
    'services:\n  a:\n    image: nginx',
    "compose.yml:1:1 has no VPN gate: no service with gluetun's image; Podlock supports gluetun",
  ],
  [
    'a network that another holds, and no VPN in it',
    'services:\n  gluetun: { image: alpine }\n  b: { image: x, network_mode: "service:gluetun" }',
    'compose.yml:2:21 services.gluetun.image: is no VPN: b share its network, and its image is alpine',
  ],
  [
    'a gate that is not gluetun',
    'services:\n  vpn: { image: bubuntux/nordlynx }\n  b: { image: x, network_mode: "service:vpn" }',
    'compose.yml:2:8 services.vpn: is a VPN gate that is not gluetun (nordlynx); Podlock supports gluetun',
  ],
  [
    'a gate with nothing behind it',
    'services:\n  gluetun: { image: qmcgaw/gluetun }',
    'compose.yml:2:12 services.gluetun: no service is behind it',
  ],
  [
    'a network of a service that is not there',
    'services:\n  a: { image: qmcgaw/gluetun }\n  b: { image: x, network_mode: "service:c" }',
    'compose.yml:3:32 services.b.network_mode: there is no service "c" in these files',
  ],
  [
    'a network of a container in another file',
    'services:\n  b: { image: x, network_mode: "container:gluetun" }',
    'compose.yml:2:32 services.b.network_mode: there is no container "gluetun" in these files; name the compose file that has it too',
  ],
  [
    'networks in a circle',
    'services:\n  a: { image: x, network_mode: "service:b" }\n  b: { image: x, network_mode: "service:a" }',
    'compose.yml:2:6 services.a.network_mode: goes in a circle: a → b → a',
  ],
  ['an alias within itself', 'services: &a\n  b: *a', 'compose.yml:2:6 the alias "*a" stands within its own anchor'],
  ['a private character', 'services: {}\n# \uE000', 'compose.yml:1:1 holds a character of the private use area'],
])('%s is refused with its place', (_, text, message) => {
  expect(refusal({ 'compose.yml': text })).toMatch(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
});

test('an alias bomb ends early', () => {
  const lines = ['x-a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let depth = 0; depth < 9; depth++) {
    const name = String.fromCharCode(98 + depth);
    const before = String.fromCharCode(97 + depth);
    lines.push(`x-${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`);
  }
  expect(refusal({ 'compose.yml': `${lines.join('\n')}\n${smallest}` })).toContain('stand for more than 50000 values');
});

test('a file of 10 MB is refused unread', () => {
  expect(refusal({ 'compose.yml': `${smallest}${'# '.repeat(5_000_000)}` })).toContain('is larger than 1 MiB');
});

test('a file nested without end is refused', () => {
  expect(refusal({ 'compose.yml': `x-a: ${'['.repeat(20_000)}\n` })).toMatch(/nested too deeply|is not YAML/);
});

test('a thousand services are read in reasonable time', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `  other-${index}: { image: "nginx:1.27.0" }\n`).join('');
  expect(imported({ 'compose.yml': smallest + many }).report.length).toBeGreaterThan(1000);
});

test('line ends of Windows and a byte order mark change nothing', () => {
  const { main } = imported({ 'compose.yml': `\uFEFF${smallest.replaceAll('\n', '\r\n')}` });
  expect(main).toBe(imported({ 'compose.yml': smallest }).main);
});

test('a single value that stands twice counts the second time, and is told', () => {
  const text = smallest.replace('    network_mode', '    network_mode: host\n    network_mode');
  const { notes } = imported({ 'compose.yml': text });
  expect(notes).toContainEqual(
    expect.objectContaining({ kind: 'was wrong', place: expect.objectContaining({ line: 8 }) }),
  );
});

test('a variable that is not set is refused where its value is needed, with the words of the file', () => {
  const text = smallest
    .replace('mullvad', '"${PROVIDER:?which one?}"')
    .replace('PUID: 1000, PGID: 1000', 'PUID: "${ME}", PGID: "${ME}"');
  expect(refusal({ 'compose.yml': text })).toBe(
    [
      'compose.yml:4:42 services.gluetun.environment.VPN_SERVICE_PROVIDER: the variable PROVIDER is not set ("which one?")',
      'compose.yml:8:26 services.qbittorrent.environment.PUID: the variable ME is not set; needed in 2 places',
      'put what is not set into .env beside the file, or name its file with --env-file',
    ].join('\n'),
  );
});

test('a variable that is not set is no matter where nobody needs its value', () => {
  const text = smallest
    .replace('WIREGUARD_PRIVATE_KEY: x', 'WIREGUARD_PRIVATE_KEY: "${KEY:?}"')
    .replace('config:/', '${HERE}/config:/');
  expect(imported({ 'compose.yml': `${text}  other: { image: "x:\${TAG}" }\n` }).main).toContain(
    "secret: 'qbittorrent-vpn'",
  );
});

test('what a terminal obeys does not reach it, neither in an error nor in a note', () => {
  const bell = '\\e[2J\\a';
  const wrong = refusal({ 'compose.yml': smallest.replace('mullvad', `"${bell}"`) });
  const text = smallest.replace('config:/config', `"${bell}:/etc"`);
  const { notes, secrets } = imported({ 'compose.yml': text.replace('["', '[').replace('/etc""', '/etc"') });
  const shown = wrong + importNotes(notes, { secrets, cluster: 'home', files: [], apply: '-R -f dist/home' }, plain);
  expect(shown).toContain('[2J');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});
