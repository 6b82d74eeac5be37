import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture, smallest } from '../compose/project';
import { podlockIn } from './in-process';

const program = join(__dirname, '../../bin/podlock.js');

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-import-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function read(name: string): string | undefined {
  return existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
}

/** What the user did wrong is thrown. */
async function run(args: readonly string[]) {
  const { status, stderr, ...result } = await podlockIn(folder, ['import', ...args]);
  expect(stderr).not.toContain('fault of Podlock');
  if (status === 2) throw new Error(stderr.replace(/^podlock: /, ''));
  return { status, stderr, ...result };
}

test('main.ts goes to standard output, notes to standard error, the report into its file', async () => {
  write(fixture('arr-stack.yml'));
  const { status, stdout, stderr } = await run(['compose.yml', '--report', 'report.json']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^import \{ synthesize \} from '.\/lib';\n\nsynthesize\(\{\n/);
  expect(stderr).toContain('What was wrong with the original, and the lock that closes it now\n');
  expect(stderr).toContain(
    '  qbittorrent-vpn: wireguard_private_key, wireguard_preshared_key (at compose.yml:37:9)\n    npx podlock secret --namespace downloads --name qbittorrent-vpn',
  );
  expect(read('main.ts')).toBeUndefined();
  const { files, keys } = JSON.parse(read('report.json') ?? '');
  expect(files).toEqual(['compose.yml']);
  expect(keys).toContainEqual({
    path: 'services.gluetun.environment.FIREWALL',
    file: 'compose.yml',
    line: 33,
    droppedBecause: "it would open the lock firewall: gluetun's firewall stays on",
  });
});

test('without a name the usual file is taken, with its override; --write writes main.ts', async () => {
  write({
    'docker-compose.yml': smallest,
    'docker-compose.override.yml': 'services:\n  qbittorrent: { environment: { PUID: 1234 } }\n',
  });
  expect(await run(['--write'])).toMatchObject({ status: 0, stdout: '' });
  expect(read('main.ts')).toContain('user: 1234');
});

test('a main.ts that is there is not replaced unless somebody says so', async () => {
  write({ 'compose.yml': smallest, 'main.ts': '// mine\n' });
  await expect(run(['--write'])).rejects.toThrow('main.ts is there already: --yes replaces it; nothing was written');
  expect(read('main.ts')).toBe('// mine\n');
  await run(['--write', '--yes']);
  expect(read('main.ts')).toContain('synthesize');
});

test('standard input is read', async () => {
  expect((await podlockIn(folder, ['import', '-'], smallest)).stdout).toContain("name: 'qbittorrent'");
});

test('what cannot be imported leaves nothing behind: exit code 2, and no stack trace', async () => {
  write({ 'compose.yml': 'services: {}\n' });
  const { status, stdout, stderr } = await podlockIn(folder, ['import', '--write', '--report', 'report.json']);
  expect({ status, stdout, main: read('main.ts'), report: read('report.json') }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    "podlock: compose.yml could not be imported; nothing was written\n  compose.yml:1:1 has no VPN gate: no service with gluetun's image; Podlock supports gluetun (qmcgaw/gluetun), which speaks WireGuard and OpenVPN for 24 providers and for servers of your own. Without a compose file: podlock init\n",
  );
});

test.each([
  [['no-such.yml'], /"no-such.yml" does not exist/],
  [['x.yml', '--storage', 'nfs'], /--storage "nfs": allowed are claim, hostPath and nfs=SERVER:\/PATH/],
  [['x.yml', '--image', 'a'], /--image "a": allowed is SERVICE=REFERENCE/],
  [['x.yml', '--gate', 'none'], /there is no VPN gate "none"; the gates of these files are: gluetun/],
  [['x.yml', '--namespace', 'default'], /"default" belongs to other programs/],
  [['x.yml', '--env-file', 'none.env'], /"none.env" does not exist/],
])('%j is refused', async (args, message) => {
  write({ 'x.yml': smallest });
  await expect(run(args)).rejects.toThrow(message);
});

test('a failure says that the shell has emptied the file behind ">" already', () => {
  write({ 'compose.yml': 'services: {}\n', 'main.ts': '// mine\n' });
  const file = openSync(join(folder, 'main.ts'), 'w');
  const { stderr } = spawnSync(process.execPath, [program, 'import'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', file, 'pipe'],
  });
  closeSync(file);
  expect(stderr).toContain('the file behind ">" is empty now');
  expect(stderr).toContain('--write in the place of ">" never loses one');
});

test('the notes list the steps in an order that works', async () => {
  write({ 'compose.yml': smallest });
  const { stderr } = await run(['--cluster', 'attic', '--namespace', 'torrents']);
  const steps = [
    'npm run synth',
    'kubectl apply -f dist/attic/namespace-torrents.yaml',
    'npx podlock secret --namespace torrents',
    'npx podlock webui-password --namespace torrents',
    'commit and push',
    'docker compose stop',
    'kubectl apply -R -f dist/attic',
  ];
  const places = steps.map((step) => stderr.indexOf(step));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test('no command that the notes have for a Secret leaves a copy of it in an annotation', async () => {
  write(fixture('arr-stack.yml'));
  const { stderr } = await run(['compose.yml']);
  const commands = stderr.split('\n').filter((line) => line.includes('npx podlock'));
  expect(commands.length).toBeGreaterThan(1);
  expect(commands.filter((line) => !line.endsWith('| kubectl apply --server-side -f -'))).toEqual([]);
});

test('a file name is one word of the command, and nothing that a terminal obeys', async () => {
  write({ 'my \u001b[31mstack.yml': smallest });
  const { stderr } = await run(['my \u001b[31mstack.yml']);
  expect(stderr).toContain("--from-compose 'my \\u{1b}[31mstack.yml' |");
  expect(stderr).not.toContain('\u001b');
  write({ '\u001b[31m.yml': 'services: {}\n' });
  await expect(run(['\u001b[31m.yml'])).rejects.toThrow(/^\\u\{1b\}\[31m\.yml could not be imported/);
});
