import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { secret } from '../../lib/cli/secret';
import { UsageError } from '../../lib/cli/usage-error';
import { fileWith, sealedSecretFile, sopsSecretFile } from '../secrets/encrypted-files';
import { fakeProgram } from './fake-program';
import { podlockIn } from './in-process';

const root = join(__dirname, '../..');
const key = Buffer.alloc(32, 5).toString('base64');
const shared = Buffer.alloc(32, 6).toString('base64');
const config = `[Interface]\nPrivateKey = ${key}\n[Peer]\nPresharedKey = ${shared}\n`;
const fromConfig = ['--wireguard-config', 'airvpn.conf'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-secret-'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'airvpn.conf'), config);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Call {
  readonly input?: string;
  readonly stdout?: number;
  readonly path?: string;
}

function podlock(args: readonly string[], { input = '', path = `${folder}/bin:/usr/bin:/bin`, stdout }: Call = {}) {
  const result = spawnSync(process.execPath, [join(root, 'bin/podlock.js'), 'secret', ...args], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
    input,
    stdio: ['pipe', stdout ?? 'pipe', 'pipe'],
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** The same without a process of its own, which takes a second: for what does not depend on standard input and output. */
async function inProcess(args: readonly string[]): Promise<{ status: number; stderr: string }> {
  const before = { folder: process.cwd(), path: process.env['PATH'] };
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  process.chdir(folder);
  process.env['PATH'] = `${folder}/bin:/usr/bin:/bin`;
  try {
    const status = await secret.run(args);
    return { status, stderr: String(stderr.mock.calls) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(stdout).not.toHaveBeenCalled();
    return { status: 2, stderr: error.message };
  } finally {
    process.chdir(before.folder);
    process.env['PATH'] = before.path;
    stderr.mockRestore();
    stdout.mockRestore();
  }
}

function seenBy(program: string): { args: string[]; processes: string[]; input: string } {
  return JSON.parse(readFileSync(join(folder, 'bin', `${program}.seen`), 'utf8'));
}

test('the Secret that gluetun mounts in dist/, with the keys of a WireGuard file, goes into a pipe', () => {
  const { status, stderr, stdout } = podlock(fromConfig);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(load(stdout)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'airvpn-wireguard', namespace: 'downloads' },
    type: 'Opaque',
    stringData: { wireguard_private_key: key, wireguard_preshared_key: shared },
  });
});

test('a WireGuard file without the pre-shared key that the Secret needs is no answer', async () => {
  writeFileSync(join(folder, 'airvpn.conf'), config.replace(/Pre.*\n/, ''));
  expect(await inProcess(fromConfig)).toEqual({
    status: 2,
    stderr:
      '--wireguard-config: airvpn.conf has no PresharedKey under [Peer], and the Secret needs it as wireguard_preshared_key; ' +
      'fetch the file anew from the provider, or give the key in a file of its own: --from-file wireguard_preshared_key=FILE',
  });
  writeFileSync(join(folder, 'shared.key'), `${shared}\n`);
  const both = [...fromConfig, '--from-file', 'wireguard_preshared_key=shared.key'];
  expect(await inProcess(both)).toEqual({ status: 0, stderr: '' });
});

test('a pre-shared key that the Secret is not to hold is told, never shown', async () => {
  const target = ['--namespace', 'media', '--name', 'vpn', '--provider', 'mullvad', '--type', 'wireguard'];
  const { status, stderr } = await inProcess([...target, ...fromConfig]);
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(
      /^podlock: airvpn\.conf has a PresharedKey, which this Secret is not to hold; .*main\.ts/,
    ),
  });
  expect(stderr).not.toContain(shared);
});

test('name, keys and namespace can be given, a key comes from a pipe', () => {
  const target = ['--namespace', 'media', '--name', 'vpn', '--provider', 'mullvad', '--type', 'wireguard'];
  const { stdout } = podlock([...target, '--from-file', 'wireguard_private_key=/proc/self/fd/3'], {});
  expect(stdout).toBe('');
  writeFileSync(join(folder, 'private.key'), `${key}\n`);
  expect(load(podlock([...target, '--from-file', 'wireguard_private_key=private.key']).stdout)).toMatchObject({
    metadata: { name: 'vpn', namespace: 'media' },
    stringData: { wireguard_private_key: key },
  });
});

test('the provider is known by what people call it', () => {
  const target = ['--namespace', 'media', '--name', 'vpn', '--provider', 'PIA', '--type', 'openvpn'];
  writeFileSync(join(folder, 'login'), 'me\n');
  const files = ['--from-file', 'openvpn_user=login', '--from-file', 'openvpn_password=login'];
  expect(load(podlock([...target, ...files]).stdout)).toMatchObject({
    stringData: { openvpn_user: 'me', openvpn_password: 'me' },
  });
});

describe('a plain key never gets into a file of', () => {
  const redirected = (file: string) => {
    const stdout = openSync(file, 'w');
    try {
      return { ...podlock(fromConfig, { stdout }), written: readFileSync(file, 'utf8') };
    } finally {
      closeSync(stdout);
    }
  };

  test('the folder that the command was started in', () => {
    const { status, stderr, written } = redirected(join(folder, 'secret.yaml'));
    expect({ status, written }).toEqual({ status: 2, written: '' });
    expect(stderr).toContain(`secret.yaml is in the repository ${folder}: a plain key must never be there`);
  });

  test('a git repository anywhere, where even .git is a file', () => {
    const other = mkdtempSync(join(tmpdir(), 'podlock-git-'));
    try {
      mkdirSync(join(other, 'a/b'), { recursive: true });
      writeFileSync(join(other, '.git'), 'gitdir: elsewhere\n');
      expect(redirected(join(other, 'a/b/x'))).toMatchObject({ status: 2, written: '' });
      rmSync(join(other, '.git'));
      expect(redirected(join(other, 'a/b/x'))).toMatchObject({ status: 0, written: expect.stringContaining(key) });
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  test('--output', async () => {
    const { status, stderr } = await podlockIn(folder, ['secret', ...fromConfig, '--output', 'secret.yaml']);
    expect(status).toBe(2);
    expect(stderr).toContain('--output would write the keys in clear');
    expect(existsSync(join(folder, 'secret.yaml'))).toBe(false);
  });
});

describe.each([
  ['kubeseal', ['--sealed', '--cert', 'x.crt'], sealedSecretFile, ['--format', 'yaml', '--cert', 'x.crt']],
  [
    'sops',
    ['--sops'],
    sopsSecretFile,
    [
      ...['--encrypt', '--input-type', 'yaml', '--output-type', 'yaml', '--encrypted-regex', '^(data|stringData)$'],
      ...['--filename-override', 'secrets/vpn.yaml', '/dev/stdin'],
    ],
  ],
])('%s', (program, options, file, args) => {
  const call = [...fromConfig, ...options, '--output', 'secrets/vpn.yaml'];
  const output = () => readFileSync(join(folder, 'secrets/vpn.yaml'), 'utf8');

  test('gets the keys by its standard input alone: no argument, environment or file of any process has them', () => {
    fakeProgram(join(folder, 'bin'), program, file());
    const before = readdirSync(folder, { recursive: true }).length;
    const { status, stderr, stdout } = podlock(call);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('secrets/vpn.yaml holds Secret downloads/airvpn-wireguard');
    expect(output()).toBe(file());
    const seen = seenBy(program);
    expect(seen.args).toEqual(args);
    expect(load(seen.input)).toMatchObject({ stringData: { wireguard_private_key: key } });
    // The program itself, the shell, podlock and this test.
    expect(seen.processes.length).toBeGreaterThanOrEqual(6);
    expect(seen.processes.join('\n')).toContain('podlock.js');
    for (const secret of [key, shared]) expect(seen.processes.join('\n')).not.toContain(secret);
    // The output with its folder, and what the fake wrote down.
    expect(readdirSync(folder, { recursive: true })).toHaveLength(before + 3);
  });

  test('that is missing is named, with where to get it', async () => {
    const { status, stderr } = await inProcess(call);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`^${program} is not there .*https://github.com/.*/releases$`));
  });

  test('that fails is quoted, without the keys, and nothing is written', async () => {
    fakeProgram(join(folder, 'bin'), program, '', 3);
    const { status, stderr } = await inProcess(call);
    expect(status).toBe(2);
    expect(stderr).toContain(`${program} failed (exit code 3): cannot: `);
    expect(stderr).toContain('(hidden)');
    for (const secret of [key, shared]) expect(stderr).not.toContain(secret);
    expect(existsSync(join(folder, 'secrets'))).toBe(false);
  });

  test('that does not encrypt is found out', async () => {
    fakeProgram(
      join(folder, 'bin'),
      program,
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\n',
    );
    const { status, stderr } = await inProcess(call);
    expect(status).toBe(2);
    expect(stderr).toContain(`what ${program} wrote is a plain`);
    expect(existsSync(join(folder, 'secrets'))).toBe(false);
  });

  test('replaces an older file of the same Secret, and of no other', async () => {
    fakeProgram(join(folder, 'bin'), program, file());
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/vpn.yaml'), `# old\n${file()}`);
    expect((await inProcess(call)).status).toBe(0);
    expect(output()).toBe(file());
    const other = fileWith(file(), 'metadata.name', 'other');
    writeFileSync(join(folder, 'secrets/vpn.yaml'), other);
    expect((await inProcess(call)).stderr).toContain('secrets/vpn.yaml is there already and is ');
    expect(output()).toBe(other);
  });
});

test.each([
  ['a key in an argument', ['--from-file', key], '--from-file takes KEY=FILE'],
  [
    'a key in the place of a file',
    ['--from-file', `wireguard_private_key=${key}`],
    '--from-file wireguard_private_key: the file ',
  ],
  [
    'a file that is no WireGuard file',
    ['--wireguard-config', 'dist/home/namespace-downloads.yaml'],
    'is not a WireGuard configuration',
  ],
  [
    'a key of another Secret',
    ['--from-file', 'openvpn_user=x'],
    'the Secret has the keys wireguard_preshared_key, wireguard_private_key',
  ],
  [
    'a Secret that no gluetun mounts',
    ['--name', 'qbittorrent-webui'],
    'which Secret? In dist no gluetun mounts that Secret; there are:\n  --namespace downloads --name airvpn-wireguard',
  ],
  ['a folder without manifests', ['--manifests', 'bin'], 'bin holds no *.yaml'],
  ['a provider that does not exist', ['--provider', 'mulvad', '--type', 'wireguard'], 'did you mean "mullvad"?'],
  [
    'a tunnel that the provider lacks',
    ['--provider', 'privado', '--type', 'wireguard'],
    'gluetun has no such tunnel for privado',
  ],
  ['two ways to encrypt', ['--sops', '--sealed'], '--sealed or --sops, not both'],
  ['keys that are none', ['--keys', 'a b'], '--keys: "a b" is not the key of a Secret'],
])('fails with code 2 and one clear message on %s', async (_, args, message) => {
  const { status, stderr } = await inProcess(args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain(key);
});

test('nobody is asked where standard input is no terminal', async () => {
  const { status, stderr } = await podlockIn(folder, ['secret']);
  expect(status).toBe(2);
  expect(stderr).toBe(
    'podlock: nobody to ask for wireguard_preshared_key, wireguard_private_key: standard input is no terminal; ' +
      'give files: --from-file KEY=FILE\n',
  );
});
