import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCommand } from '../../lib/cli/import';
import { UsageError } from '../../lib/cli/usage-error';
import { fixture, inFolder, smallest } from '../compose/project';

const program = join(__dirname, '../../bin/podlock.js');

/** The program itself, in a folder with these files. */
function podlock(files: Readonly<Record<string, string>>, args: readonly string[], input = '') {
  return inFolder(files, (cwd) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'import', ...args], {
      cwd,
      encoding: 'utf8',
      input,
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    const read = (name: string) => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : undefined);
    return { status, stdout, stderr, main: read('main.ts'), report: read('report.json') };
  });
}

/** The command in this process, which is much faster. */
async function run(args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    }),
  );
  try {
    return { status: await importCommand.run(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test('main.ts goes to standard output, notes to standard error, the report into its file', () => {
  const { status, stdout, stderr, main, report } = podlock(fixture('arr-stack.yml'), [
    'compose.yml',
    '--report',
    'report.json',
  ]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^import \{ synthesize \} from '.\/lib';\n\nsynthesize\(\{\n/);
  expect(stderr).toContain('What was wrong with the original, and the lock that closes it now\n');
  expect(stderr).toContain(
    '  qbittorrent-vpn: wireguard_private_key, wireguard_preshared_key (at compose.yml:36:9)\n    npx podlock secret --namespace downloads --name qbittorrent-vpn',
  );
  expect(main).toBeUndefined();
  expect(JSON.parse(report ?? '')).toMatchObject({ files: ['compose.yml'], keys: expect.arrayContaining([]) });
});

test('without a name the usual file is taken, with its override; --write writes main.ts', () => {
  const files = {
    'docker-compose.yml': smallest,
    'docker-compose.override.yml': 'services:\n  qbittorrent: { environment: { PUID: 1234 } }\n',
  };
  const { status, stdout, main } = podlock(files, ['--write']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(main).toContain('user: 1234');
});

test('a main.ts that is there is not replaced unless somebody says so', () => {
  const files = { 'compose.yml': smallest, 'main.ts': '// mine\n' };
  expect(podlock(files, ['--write'])).toMatchObject({ status: 2, stdout: '', main: '// mine\n' });
  expect(podlock(files, ['--write', '--yes']).main).toContain('synthesize');
});

test('standard input is read', () => {
  expect(podlock({}, ['-'], smallest).stdout).toContain("name: 'qbittorrent'");
});

test('what cannot be imported leaves nothing behind: exit code 2, and no stack trace', () => {
  const { status, stdout, stderr, main, report } = podlock({ 'compose.yml': 'services: {}\n' }, [
    '--write',
    '--report',
    'report.json',
  ]);
  expect({ status, stdout, main, report }).toEqual({ status: 2, stdout: '', main: undefined, report: undefined });
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
  const folder = mkdtempSync(join(tmpdir(), 'podlock-import-'));
  try {
    writeFileSync(join(folder, 'x.yml'), smallest);
    const absolute = args.map((each) => (each === 'x.yml' ? join(folder, each) : each));
    await expect(run(absolute)).rejects.toThrow(UsageError);
    await expect(run(absolute)).rejects.toThrow(message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
