import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../lib/cli/check';
import { UsageError } from '../../lib/cli/usage-error';
import { podlockIn } from './in-process';

const root = join(__dirname, '../..');
const fixtures = join(root, 'test/fixtures');

/** The program itself. */
function podlock(args: readonly string[], input = '', environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/podlock.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    input,
    env: { ...process.env, FORCE_COLOR: '0', ...environment },
  });
  return { status, stdout, stderr };
}

/** The command in this process, which is much faster. A text is put into a file of its own. */
async function run(args: readonly string[], input?: string | Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'podlock-check-'));
  const file = join(folder, 'input.yaml');
  if (input !== undefined) writeFileSync(file, input);
  let stdout = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  try {
    const status = await check.run(input === undefined ? args : [file, ...args]);
    return { status, stdout: stdout.replaceAll(file, 'input.yaml') };
  } finally {
    write.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
}

const locked = readFileSync(join(fixtures, 'locked-pod.yaml'), 'utf8');
const leaking = readFileSync(join(fixtures, 'popular/client-first.yaml'), 'utf8');

test('what Podlock itself publishes is clean: exit code 0', async () => {
  const { status, stdout, stderr } = await podlockIn(root, ['check', 'dist']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('1 workload with gluetun checked; nothing open.\n');
});

test("a stranger's leaking Pod on standard input: exit code 1, with the offending lines", () => {
  const { status, stdout, stderr } = podlock(['check', '-'], leaking, { FORCE_COLOR: '1' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toContain('\u001B[31mstartup-gate\u001B[39m (leak)');
  expect(stdout).toContain('\u001B[90mat <stdin>:45:7 spec.ports[1]\u001B[39m');
  expect(stdout).toContain('- {name: torrent, port: 6881, targetPort: torrent}\n');
  expect(stdout).toContain('1 workload with gluetun checked; 5 leak, 15 risk, 4 advice.');
});

test('JSON, for programs', async () => {
  const { status, stdout } = await run([join(fixtures, 'foreign'), '--format', 'json', '--workload', 'vpn-gateway']);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    workloads: [{ kind: 'Deployment', namespace: 'media', name: 'vpn-gateway' }],
    errors: [],
  });
});

test.each(['sarif', 'github'])('%s, for code hosts', async (format) => {
  const { status, stdout } = await run(['--format', format], leaking);
  expect([status, stdout.includes('startup-gate')]).toEqual([1, true]);
});

test('findings below --fail-on are shown and do not fail', async () => {
  const advice = locked.replace('value: "47148"', 'value: "47149"');
  const { status, stdout } = await run(['--fail-on', 'leak'], advice);
  expect(stdout).toContain('torrent-port (advice)');
  expect(status).toBe(0);
  expect((await run(['--fail-on', 'advice'], advice)).status).toBe(1);
});

test('a lock that was loosened with a reason does not fail, and is not called closed', async () => {
  const reason = 'because the node rebuilds it';
  const loosened = locked
    .replace(
      'kind: Deployment\nmetadata:',
      `kind: Deployment\nmetadata:\n  annotations: {podlock/loosened-image-pin: ${reason}}`,
    )
    .replace(/image: .*qbittorrent.*/, 'image: qbittorrent');
  const { status, stdout } = await run([], loosened);
  expect(stdout).toContain(`Loosened on purpose, not closed
  Deployment downloads/qbittorrent: image-pin (risk) is open: configure runs qbittorrent, which has no tag and means latest
    because: the node rebuilds it
`);
  expect(status).toBe(0);
});

test.each([
  ['an empty file', '', 'no Pod with gluetun among 0 objects in 1 file'],
  ['binary input', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), 'input.yaml:1:5: is binary'],
  ['one bad document beside good ones', `${locked}---\na: [\n`, 'is not YAML'],
])('fails to tell, with exit code 2, on %s', async (_, input, message) => {
  const { status, stdout } = await run([], input);
  expect(stdout).toContain(message);
  expect(status).toBe(2);
});

test('fails to tell, with exit code 2, when standard input is closed', () => {
  const script = `exec ${process.execPath} bin/podlock.js check - <&-`;
  const { status, stdout } = spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stdout).toContain('no Pod with gluetun');
});

test.each([
  ['no file', [], 'what to check? Name files, folders, or - for standard input'],
  [
    'an unknown format',
    ['-', '--format', 'jsn'],
    '--format "jsn"; did you mean "json"? Allowed: text, json, sarif, github',
  ],
  [
    'an unknown severity',
    ['-', '--fail-on', 'leek'],
    '--fail-on "leek"; did you mean "leak"? Allowed: leak, risk, advice',
  ],
])('fails with one clear line on %s', async (_, args, message) => {
  await expect(check.run(args)).rejects.toThrow(new UsageError(message));
});

test('a reader that stops early is no fault', () => {
  const script = `${process.execPath} bin/podlock.js check test/fixtures/foreign | head -n 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'CronJob media/a-cron-job\n', stderr: '' });
});
