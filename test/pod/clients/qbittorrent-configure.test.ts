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
import { makeScratch } from '../../../lib/pod/clients/containers';
import { readQtSettings } from './qt-settings';

const script = makeScratch + readFileSync(join(__dirname, '../../../lib/pod/clients/qbittorrent-configure.sh'), 'utf8');

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

/** The file as qBittorrent reads it. */
function read(): Record<string, string> {
  return readQtSettings(readFileSync(file, 'utf8'));
}

const ours = {
  'BitTorrent/Session/Interface': 'tun0',
  'BitTorrent/Session/InterfaceName': 'tun0',
  'Preferences/WebUI/Port': '8080',
  'Preferences/WebUI/Password_PBKDF2': '"@ByteArray(c2FsdA==:aGFzaA==)"',
  'WebUI/Password_PBKDF2': '"@ByteArray(c2FsdA==:aGFzaA==)"',
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
  expect(read()).toEqual({ 'BitTorrent/Session/Tags': 'a=b, c', 'Preferences/General/Locale': 'de', ...ours });
});

test('a second run changes nothing', () => {
  writeFileSync(file, '[BitTorrent]\nSession\\Interface=eth0\n[Meta]\nMigrationVersion=8\n');
  configure();
  const once = readFileSync(file, 'utf8');
  configure();
  expect(readFileSync(file, 'utf8')).toBe(once);
});

test.each([
  ['a section that holds part of the key', '[BitTorrent/Session]\nInterface=lo\n[Preferences/WebUI]\nPort=1\n'],
  ['no section at all', 'BitTorrent\\Session\\Interface=lo\n[General]\nPreferences/WebUI/Port=1\n'],
  ['percent-encoded letters', '[%42itTorrent]\nSession\\Interface=lo\n[BitTorrent]\n%53ession\\InterfaceName=lo\n'],
  ['a quote that is never closed', '[Preferences]\nWebUI\\CustomHTTPHeaders="X-Fra'],
  ['a quote that hides what follows', '[BitTorrent]\nSession\\A="\nSession\\Interface=lo\n"\n'],
  ['a backslash at the end', '[BitTorrent]\nSession\\A=x\\'],
  ['a byte order mark', '\uFEFF[BitTorrent]\nSession\\Interface=lo\n'],
  ['a lone carriage return', '[BitTorrent]\nSession\\A=1\rSession\\Interface=lo\n'],
  ['something behind the section', '[BitTorrent] ; x\nSession\\Interface=lo\n'],
])('the binding holds against %s', (_, old) => {
  writeFileSync(file, old);
  expect(configure().status).toBe(0);
  expect(read()).toMatchObject(ours);
});

test('lines that can be read in two ways are counted on standard error when they go', () => {
  writeFileSync(file, '[BitTorrent]\nSession\\Tags="a\nSession\\Kept=1\n');
  const { stderr } = configure();
  expect(stderr).toContain('1 lines of the old settings can be read in two ways and were left out');
  expect(read()).toEqual({ 'BitTorrent/Session/Kept': '1', ...ours });
});

test('whatever stands in the file, the settings are in force afterwards and plain foreign keys survive', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z\\]{0,12}[A-Za-z]$/);
  const plain = fc.tuple(name, fc.stringMatching(/^[A-Za-z0-9 ,=.:]{0,20}$/)).map(([key, value]) => `${key}=${value}`);
  const hostile = fc.constantFrom(
    'Session\\Interface=eth0',
    'Session/InterfaceName=',
    'Interface=lo',
    '%53ession\\Interface=lo',
    'WebUI\\Port=1',
    'x="',
    'x=\\',
    '; comment "',
    '[BitTorrent/Session]',
    '[%42itTorrent]',
    '[bittorrent',
  );
  const line = fc.oneof(
    plain,
    plain,
    hostile,
    fc.constantFrom('', '[BitTorrent]', '[Preferences]', '[Other]', '[General]'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
      writeFileSync(file, lines.join(end));
      const isHostile = lines.some((each) => /["%]|\\$|^\[bittorrent$/.test(each));
      const before = isHostile ? [] : Object.keys(read());
      expect(configure().status).toBe(0);
      const after = read();
      expect(after).toMatchObject(ours);
      expect(before.filter((key) => !(key in after) && !isOurs(key))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

/** Whether qBittorrent could take the key for one that is set: a spelling in other letters goes too, to be safe. */
function isOurs(key: string): boolean {
  return Object.keys(ours).some((each) => each.toLowerCase() === key.replace(/\/+/g, '/').toLowerCase());
}

test('no bytes whatever keep the settings from being in force', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      writeFileSync(file, bytes);
      expect(configure().status).toBe(0);
      expect(read()).toMatchObject(ours);
    }),
    { numRuns: 30 },
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
  expect(stderr).toContain('qBittorrent.conf is not what qBittorrent makes there: move it away');
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
