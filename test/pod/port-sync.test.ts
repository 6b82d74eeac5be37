import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const loop = readFileSync(join(__dirname, '../../lib/pod/port-sync/loop.sh'), 'utf8');

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'podlock-port-sync-'));
  mkdirSync(join(root, 'net/tun0'), { recursive: true });
  put('net/tun0/ifindex', '3');
  put('port', '40001');
  put('client', '6881');
  put('calls', '');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8').trim();
}

/** A client that is a file with its port: away where the file is empty, locked where it says so. */
const client = `
current() { : >asked; grep -xE '[0-9]+' client; }
login() { echo login >>calls; [ "$(cat client)" = locked ] && echo 6881 >client; }
tell() { echo "tell $1" >>calls; [ ! -e stubborn ] && echo "$1" >client; }
announce() { echo announce >>calls; [ ! -e deaf-trackers ]; }
curl() { [ -s client ]; }
`;

/** Runs the loop as the container does, two hundred times as fast, until `until` says so or five seconds are over. */
async function run(until: () => boolean, meanwhile: () => void | Promise<void> = () => undefined): Promise<string> {
  const script =
    client + loop.replace('sleep "$((PERIOD + wait))"', 'sleep 0.02').replace('/sys/class/net', `${root}/net`);
  const environment = { STATUS_FILE: join(root, 'port'), TAKEN: '53 8000 9999 8080', SEEN: join(root, 'seen') };
  const env = {
    PATH: process.env['PATH'],
    PERIOD: '4',
    LOGIN_WAIT: '26',
    TUNNEL: 'tun0',
    WEBUI_PORT: '8080',
    ...environment,
  };
  const child = spawn('/bin/sh', ['-c', script], { cwd: root, env, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  try {
    // On a busy machine the shell takes its time to see the first tunnel.
    for (let tries = 0; tries < 40 && !existsSync(join(root, 'asked')); tries += 1) await sleep(20);
    await meanwhile();
    for (let tries = 0; tries < 200 && !until(); tries += 1) await sleep(20);
    return output;
  } finally {
    // With what the shell has started, and not before it has written its last file.
    const ended = once(child, 'close');
    process.kill(-(child.pid ?? process.pid), 'SIGKILL');
    await ended;
  }
}

test('the client is told the port, and then its trackers', async () => {
  await run(() => read('calls').includes('announce'));
  expect(read('client')).toBe('40001');
  expect(read('calls').split('\n')).toEqual(['tell 40001', 'announce']);
  expect(read('seen')).toBe('3');
});

test('a port that changes is told, once', async () => {
  await run(
    () => /tell 40002\nannounce/.test(read('calls')),
    () => put('port', '40002'),
  );
  expect(read('calls').match(/tell \d+/g)).toEqual(['tell 40001', 'tell 40002']);
  expect(read('calls')).toMatch(/tell 40002\nannounce$/);
});

test('a client that was started again with another port is told again', async () => {
  put('client', '40001');
  await run(
    () => read('calls').includes('announce'),
    () => put('client', '6881'),
  );
  expect(read('client')).toBe('40001');
});

test('a client that asks for a login gets one', async () => {
  put('client', 'locked');
  await run(() => read('calls').includes('announce'));
  expect(read('calls').split('\n').slice(0, 2)).toEqual(['login', 'tell 40001']);
});

test('a tunnel made anew is told although the port is the same', async () => {
  put('client', '40001');
  await run(
    () => read('calls').includes('announce'),
    () => put('net/tun0/ifindex', '4'),
  );
  expect(read('calls').split('\n')).toEqual(['tell 40001', 'announce']);
  expect(read('seen')).toBe('4');
});

test('while there is no tunnel nobody is asked', async () => {
  rmSync(join(root, 'net/tun0/ifindex'));
  const started = Date.now();
  await run(() => Date.now() - started > 300);
  expect(read('calls')).toBe('');
});

// The script waits between two looks, and other tests share the cores.
jest.setTimeout(60_000);

test('trackers that were not told are told at the next look', async () => {
  put('deaf-trackers', '');
  await run(
    () => read('calls').split('announce').length > 2,
    () => rmSync(join(root, 'deaf-trackers'), { force: true }),
  );
  expect(
    read('calls')
      .split('\n')
      .filter((call) => call === 'tell 40001'),
  ).toHaveLength(1);
});

test.each([
  ['the first of a list', '40007\n40008', '40007'],
  ['a list with commas', '40009,40010', '40009'],
])('%s counts', async (_, text, port) => {
  put('port', text);
  await run(() => read('client') === port);
  expect(read('client')).toBe(port);
});

const junk = [
  '',
  '0',
  '65536',
  '99999',
  '-1',
  '4000x',
  '40001;reboot',
  '$(reboot)',
  '40001\n$(reboot)',
  '040',
  '8080',
  '9999',
];

test('whatever else stands in the file changes nothing', async () => {
  put('port', 'x');
  await run(
    () => true,
    async () => {
      for (const text of [...junk, '4'.repeat(300)]) {
        put('port', text);
        await sleep(80);
        expect({ text, client: read('client'), calls: read('calls') }).toEqual({ text, client: '6881', calls: '' });
      }
    },
  );
});

test('says that the client does not answer, or refuses the password, once each', async () => {
  const shortly =
    (started = Date.now()) =>
    () =>
      Date.now() - started > 300;
  put('client', '');
  const away = await run(shortly());
  expect(away.match(/the client does not answer/g)).toHaveLength(1);
  put('client', 'wrong');
  const refused = await run(shortly());
  expect(refused.match(/refuses the password/g)).toHaveLength(1);
});

test('ends at once when the Pod ends', async () => {
  const child = spawn('/bin/sh', ['-c', client + loop], {
    cwd: root,
    env: { PATH: process.env['PATH'], PERIOD: '60', LOGIN_WAIT: '26', TUNNEL: 'tun0', WEBUI_PORT: '8080', PORT: '1' },
  });
  await sleep(150);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

/** A curl that writes down what it was called with, and answers as a client that has just started. */
const recorder = `#!/bin/sh
{ printf '%s\n' "$@"; env; } >>"$RECORD/seen"
case "$*" in *@-* | *'-K -'*) cat >>"$RECORD/input" ;; esac
echo '{"result": true, "error": null, "listen_port": 1, "peer-port": 1}'
`;

test.each(['qbittorrent', 'transmission', 'deluge'])('%s gets the password by standard input alone', (name) => {
  const words = readFileSync(join(__dirname, `../../lib/pod/port-sync/${name}.sh`), 'utf8');
  writeFileSync(join(root, 'curl'), recorder, { mode: 0o755 });
  put('password', 'correct horse');
  const script = `${words.replaceAll('/tmp/session', join(root, 'session'))}\nlogin; current; tell 40001; announce`;
  const environment = { RECORD: root, PASSWORD_FILE: join(root, 'password'), WEBUI_PORT: '8080', TUNNEL: 'tun0' };
  spawnSync('/bin/sh', ['-c', script], { env: { PATH: `${root}:${process.env['PATH']}`, ...environment } });
  expect(read('seen')).toContain('http://127.0.0.1:8080/');
  expect(read('seen')).not.toContain('correct horse');
  expect(read('input')).toContain('correct horse');
});

test('a client that does not take the port is not called told', async () => {
  put('stubborn', '');
  const output = await run(() => read('calls').split('tell').length > 3);
  expect(output).toMatch(/the client did not take port 40001/);
  expect(read('calls')).not.toContain('announce');
});
