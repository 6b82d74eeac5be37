import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The stock command, as users and CI call it, on a copy of this project. */
const root = join(__dirname, '../..');
const cdk8s = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', NO_COLOR: '1' };

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'podlock-synth-'));
  for (const entry of ['lib', 'imports', 'cdk8s.yaml', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, entry), join(project, entry), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
});

beforeEach(() => {
  for (const entry of ['dist', 'elsewhere', '.cdk8s']) rmSync(join(project, entry), { recursive: true, force: true });
  for (const entry of ['main.ts', 'dist']) cpSync(join(root, entry), join(project, entry), { recursive: true });
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function synth(...args: readonly string[]) {
  return spawnSync(process.execPath, [cdk8s, 'synth', ...args], { cwd: project, env, encoding: 'utf8' });
}

/** What `cdk8s synth` runs, on its own. */
function app(more: NodeJS.ProcessEnv = {}) {
  const args = ['--require', 'tsx/cjs', 'main.ts'];
  return spawnSync(process.execPath, args, { cwd: project, env: { ...env, ...more }, encoding: 'utf8' });
}

function tree(folder = 'dist'): Record<string, string> {
  const entries = readdirSync(join(project, folder), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(join(project, folder).length + 1), readFileSync(path, 'utf8')]),
  );
}

function changeMain(from: string | RegExp, to: string): void {
  const main = join(project, 'main.ts');
  writeFileSync(main, readFileSync(main, 'utf8').replace(from, to));
}

test('dist/ is what main.ts says: a second synth changes nothing', () => {
  const before = tree();
  const { status, stdout } = synth();
  expect({ status, dist: tree() }).toEqual({ status: 0, dist: before });
  expect(stdout).toContain('deployment.yaml');
});

test('fails on a mistake in the declaration, names it, and leaves dist/ as it was', () => {
  const before = tree();
  changeMain("'airvpn'", "'airvpm'");
  const { status, stderr } = synth();
  expect(status).toBe(1);
  expect(stderr).toContain('pods[0].vpn.provider: "airvpm"');
  expect(stderr).toContain('did you mean "airvpn"');
  expect(tree()).toEqual(before);
});

test.each([
  ['throws', () => changeMain('synthesize({', "throw new Error('boom'); synthesize({"), 'boom'],
  ['does not parse', () => changeMain('synthesize({', 'synthesize({{{'), 'main.ts'],
])('fails on a main.ts that %s and leaves dist/ as it was', (_, spoil, message) => {
  const before = tree();
  spoil();
  const { status, stderr } = app();
  expect(status).not.toBe(0);
  expect(stderr).toContain(message);
  expect(tree()).toEqual(before);
});

test('another output folder is filled, and dist/ is left alone', () => {
  const before = tree();
  changeMain(/47148/, '51413');
  expect(app({ CDK8S_OUTDIR: 'elsewhere' }).status).toBe(0);
  expect(tree()).toEqual(before);
  expect(tree('elsewhere')['home/qbittorrent/service.yaml']).toContain('51413');
});

test('a file in dist/ that Podlock never wrote stays and is named; one that is no longer made goes', () => {
  writeFileSync(join(project, 'dist/home/mine.yaml'), 'mine: true\n');
  changeMain(/ {2}gitOps: .*\n/, '');
  const { status, stderr } = app();
  expect(status).toBe(0);
  expect(stderr).toContain('dist/home/mine.yaml is not in the list of what Podlock wrote and stays as it is');
  expect(Object.keys(tree())).toContain('home/mine.yaml');
  expect(Object.keys(tree()).filter((path) => path.startsWith('gitops/'))).toEqual([]);
});

test('killed at any moment, dist/ is wholly the old one or wholly the new one', async () => {
  const old = JSON.stringify(tree());
  changeMain(/47148/, '51413');
  expect(app().status).toBe(0);
  const renewed = JSON.stringify(tree());
  changeMain(/51413/, '47148');
  for (let round = 0; round < 3; round += 1) {
    await startAndKill(400 + Math.random() * 1600);
    expect([old, renewed]).toContain(JSON.stringify(tree()));
  }
  expect(app().status).toBe(0);
  expect(JSON.stringify(tree())).toBe(old);
  expect(readdirSync(project).filter((name) => name.startsWith('.podlock-'))).toEqual([]);
}, 60_000);

/** Starts the stock command and ends it, with all that it started, as a power button would. */
async function startAndKill(milliseconds: number): Promise<void> {
  const running = spawn(process.execPath, [cdk8s, 'synth'], { cwd: project, env, stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  await Promise.race([sleep(milliseconds), ended]);
  if (running.pid !== undefined && running.exitCode === null) process.kill(-running.pid, 'SIGKILL');
  await ended;
}
