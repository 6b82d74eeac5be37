import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

const script = readFileSync(join(__dirname, '../../../lib/pod/clients/qbittorrent-configure.sh'), 'utf8');

const settings = '[BitTorrent]\nSession\\Interface=tun0\nSession\\InterfaceName=tun0\n[Preferences]\nWebUI\\Port=8080';
const defaults = '[LegalNotice]\nAccepted=true';

let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'podlock-configure-'));
  file = join(root, 'config/qBittorrent/qBittorrent.conf');
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(join(root, 'scratch'));
  writeFileSync(join(root, 'password-pbkdf2'), 'c2FsdA==:aGFzaA==\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the script as the init container does, but for the places of its volumes. */
function configure(path = process.env['PATH']) {
  const here = script
    .replaceAll('/config', join(root, 'config'))
    .replaceAll('/scratch', join(root, 'scratch'))
    .replaceAll('/run/secrets/webui', root);
  return spawnSync('/bin/sh', ['-c', here], {
    encoding: 'utf8',
    env: { PATH: path, SETTINGS: settings, DEFAULTS: defaults },
  });
}

/** The file as qBittorrent's QSettings reads it: the last of equal keys wins, and `/` is the same as `\`. */
function read(): Record<string, string> {
  const values: Record<string, string> = {};
  let section = '';
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const heading = /^\[(.*)\]$/.exec(line);
    if (heading) section = heading[1] ?? '';
    else if (line.includes('=')) {
      const [key, ...value] = line.split('=');
      values[`${section}/${key?.replaceAll('/', '\\')}`] = value.join('=');
    }
  }
  return values;
}

const ours = {
  'BitTorrent/Session\\Interface': 'tun0',
  'BitTorrent/Session\\InterfaceName': 'tun0',
  'Preferences/WebUI\\Port': '8080',
  'Preferences/WebUI\\Password_PBKDF2': '"@ByteArray(c2FsdA==:aGFzaA==)"',
};

test('a fresh /config gets the defaults and the settings', () => {
  expect(configure().status).toBe(0);
  expect(read()).toEqual({ 'LegalNotice/Accepted': 'true', ...ours });
});

test('an existing file loses its own binding, in any spelling, and keeps everything else', () => {
  writeFileSync(
    file,
    '[BitTorrent]\r\nSession\\Interface=eth0\r\nSession\\Tags=a=b, c\r\nSession/InterfaceName=eth0\r\n[Preferences]\nWebUI\\Port=9\nGeneral\\Locale=de\n',
  );
  expect(configure().status).toBe(0);
  expect(read()).toEqual({ 'BitTorrent/Session\\Tags': 'a=b, c', 'Preferences/General\\Locale': 'de', ...ours });
});

test('a second run changes nothing', () => {
  writeFileSync(file, '[BitTorrent]\nSession\\Interface=eth0\n[Meta]\nMigrationVersion=8\n');
  configure();
  const once = readFileSync(file, 'utf8');
  configure();
  expect(readFileSync(file, 'utf8')).toBe(once);
});

test('whatever stands in the file, the settings are in force afterwards and foreign keys survive', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z\\]{0,12}$/);
  const line = fc.oneof(
    fc.tuple(name, fc.stringMatching(/^[ -~]{0,20}$/)).map(([key, value]) => `${key}=${value}`),
    fc.constantFrom(
      'Session\\Interface=eth0',
      'Session/InterfaceName=',
      'WebUI\\Port=1',
      '',
      '; comment',
      '[BitTorrent]',
      '[Preferences]',
      '[Other]',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      writeFileSync(file, lines.join(end));
      const before = Object.entries({ ...read() }).filter(([key]) => !(key.trim() in ours));
      expect(configure().status).toBe(0);
      expect(read()).toMatchObject(ours);
      const kept = new Set(Object.keys(read()).map((key) => key.trim()));
      expect(before.map(([key]) => key.trim()).filter((key) => !kept.has(key))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('/run and /tmp of the client belong to the user that made them', () => {
  configure();
  expect(statSync(join(root, 'scratch/run')).mode & 0o777).toBe(0o755);
  expect(readdirSync(join(root, 'scratch')).sort()).toEqual(['run', 'tmp']);
});

test.each(['', 'plain password', 'a:b:c', ':x', 'x:', 'no-colon'])(
  'fails when the Secret holds %j, without printing it',
  (password) => {
    writeFileSync(join(root, 'password-pbkdf2'), password);
    const { status, stdout, stderr } = configure();
    expect(status).toBe(1);
    expect(stderr).toContain('npx podlock webui-password');
    if (password !== '') expect(stdout + stderr).not.toContain(`${password}\n`);
  },
);

test('what a killed run left in the way of the new file is removed', () => {
  mkdirSync(`${file}.podlock`);
  writeFileSync(`${file}.podlock/x`, '');
  expect(configure().status).toBe(0);
  expect(readdirSync(dirname(file))).toEqual(['qBittorrent.conf']);
});

test.each([
  ['a link', () => symlinkSync(join(root, 'password-pbkdf2'), file)],
  ['a link to nothing', () => symlinkSync(join(root, 'nowhere'), file)],
  ['a pipe', () => execFileSync('mkfifo', [file])],
  ['a folder', () => mkdirSync(file)],
])('fails at once when the settings file is %s', (_, put) => {
  put();
  const { status, stderr } = configure();
  expect(status).toBe(1);
  expect(stderr).toContain('qBittorrent.conf is not a plain file: move it away');
});

test('fails and leaves the old file when the new one does not arrive whole', () => {
  const old = '[BitTorrent]\nSession\\Tags=x\n';
  writeFileSync(file, old);
  // A tail that finds nothing stands for a full disk, on which awk and printf lose the end of the file.
  writeFileSync(join(root, 'tail'), '#!/bin/sh\n[ $# -lt 3 ] || exit 0\ncat\n', { mode: 0o755 });
  const { status, stderr } = configure(`${root}:${process.env['PATH']}`);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/could not write .* whole/) });
  expect(readFileSync(file, 'utf8')).toBe(old);
  expect(readdirSync(dirname(file))).toEqual(['qBittorrent.conf']);
});

test('is a script that a POSIX shell accepts', () => {
  expect(execFileSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' })).toBe('');
});
