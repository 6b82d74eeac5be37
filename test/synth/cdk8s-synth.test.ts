import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The stock command, as users and CI call it, on a project with this one's main.ts and lib/. */
const root = join(__dirname, '../..');
const cdk8s = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', NO_COLOR: '1' };

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'podlock-synth-'));
  for (const entry of ['cdk8s.yaml', 'package.json', 'tsconfig.json']) cpSync(join(root, entry), join(project, entry));
  // Not copies: tsx would compile each of their files anew.
  for (const entry of ['lib', 'imports', 'node_modules']) symlinkSync(join(root, entry), join(project, entry));
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
  const [, line = ''] = /^app: node (.*)$/m.exec(readFileSync(join(project, 'cdk8s.yaml'), 'utf8')) ?? [];
  return spawnSync(process.execPath, line.split(' '), { cwd: project, env: { ...env, ...more }, encoding: 'utf8' });
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
  [
    'throws',
    'synthesize({',
    "throw new Error('boom'); synthesize({",
    'podlock: main.ts throws\n  Error: boom\n  at main.ts:3:7\n',
  ],
  [
    'throws while something is still running',
    'synthesize({',
    "setInterval(() => undefined, 1000); throw new Error('boom'); synthesize({",
    'podlock: main.ts throws\n  Error: boom\n',
  ],
  [
    'does not parse',
    'synthesize({',
    'synthesize({{{',
    'podlock: main.ts cannot be read; dist/ was not touched\n  main.ts:3:13: Expected identifier but found "{"\n',
  ],
  [
    'throws what holds a key',
    'synthesize({',
    "throw new Error('bad key yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\\nfrom https://me:hunter2@vault.lan'); synthesize({",
    'podlock: main.ts throws\n  (what it says is not shown: there may be a secret in it)\n  at main.ts:3:7\n',
  ],
  ['imports what is not there', './lib', './libs', "podlock: main.ts fails\n  Cannot find module './libs'\n"],
  ['is empty', /^.*$/s, '', 'podlock: main.ts declares nothing; dist/ was not touched\n  It never calls synthesize('],
])('fails on a main.ts that %s, without a stack trace, and leaves dist/ as it was', (_, from, to, message) => {
  const before = tree();
  changeMain(from, to);
  const { status, stderr } = app();
  expect(status).toBe(1);
  expect(stderr.slice(0, message.length)).toBe(message);
  expect(stderr).not.toMatch(/node_modules|node:internal|yAnz5TF|hunter2/);
  expect(tree()).toEqual(before);
});

test('fails without a main.ts, and says how to get it back', () => {
  const before = tree();
  rmSync(join(project, 'main.ts'));
  const { status, stderr } = app();
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^podlock: there is no main\.ts; dist\/ was not touched\n {2}If the file was lost: "git restore/,
  );
  expect(tree()).toEqual(before);
});

test('fails on a second call of synthesize, which would undo the first', () => {
  const before = tree();
  changeMain(/\}\);\n$/, "});\nsynthesize({ cluster: { name: 'other' }, pods: [] });\n");
  const { status, stderr } = app();
  expect(status).toBe(1);
  expect(stderr).toContain('podlock: synthesize was called a second time, and that call was not followed\n');
  expect(tree()).toEqual(before);
});

test('an app of somebody else that writes its own manifests is left in peace', () => {
  changeMain(/^.*$/s, "import { mkdirSync } from 'node:fs';\nmkdirSync('elsewhere');\n");
  expect(app({ CDK8S_OUTDIR: 'elsewhere' })).toMatchObject({ status: 0, stderr: '' });
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
    await startAndKill(200 + Math.random() * 800);
    expect([old, renewed]).toContain(JSON.stringify(tree()));
  }
  expect(app().status).toBe(0);
  expect(JSON.stringify(tree())).toBe(old);
  expect(readdirSync(project).filter((name) => name.startsWith('.podlock-'))).toEqual([]);
}, 60_000);

/** Starts what the stock command runs and ends it, with all that it started, as a power button would. */
async function startAndKill(milliseconds: number): Promise<void> {
  const args = ['--require', 'tsx/cjs', 'main.ts'];
  const running = spawn(process.execPath, args, { cwd: project, env, stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  await Promise.race([sleep(milliseconds), ended]);
  if (running.pid !== undefined && running.exitCode === null) process.kill(-running.pid, 'SIGKILL');
  await ended;
}
