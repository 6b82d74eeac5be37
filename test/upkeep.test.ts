import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The rules of Renovate's regex manager, which takes JavaScript's expressions apart from lookarounds. */
const { customManagers } = JSON.parse(read('renovate.json')) as {
  customManagers: [{ managerFilePatterns: string[]; matchStrings: string[]; datasourceTemplate: string }];
};
const [{ managerFilePatterns, matchStrings, datasourceTemplate }] = customManagers;

function found(text: string) {
  return matchStrings.flatMap((match) =>
    [...text.matchAll(new RegExp(match, 'g'))].map(({ groups }) => ({ ...groups })),
  );
}

test("Renovate's rules find every image of main.ts", () => {
  const pattern = (managerFilePatterns[0] ?? '').replace(/^\/|\/$/g, '');
  expect('main.ts').toMatch(new RegExp(pattern));
  expect('lib/main.ts').not.toMatch(new RegExp(pattern));
  expect(datasourceTemplate).toBe('docker');
  const images = found(read('main.ts'));
  expect(images).toHaveLength(read('main.ts').match(/image:/g)?.length ?? -1);
  expect(images.map(({ depName, currentValue }) => `${depName}:${currentValue}`)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^docker\.io\/qmcgaw\/gluetun:v3/)]),
  );
});

const digest = `sha256:${'0a'.repeat(32)}`;
test.each([
  [`image: "lscr.io/linuxserver/qbittorrent:5.2.3"`, 'lscr.io/linuxserver/qbittorrent', '5.2.3', undefined],
  [`image: 'registry.example.org:5000/a/gluetun:v3.41.3'`, 'registry.example.org:5000/a/gluetun', 'v3.41.3', undefined],
  [`image: 'qmcgaw/gluetun:v3.41.3@${digest}'`, 'qmcgaw/gluetun', 'v3.41.3', digest],
])('an image is taken apart: %s', (text, depName, currentValue, currentDigest) => {
  expect(found(text)).toEqual([{ depName, currentValue, currentDigest }]);
});

test('no rule has a lookaround, which RE2 lacks', () => {
  expect(matchStrings.join()).not.toMatch(/\(\?(?:=|!|<=|<!)/);
});

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const steps = (path: string) =>
  (load(read(path)) as { jobs: { dist: { steps: Step[] } } }).jobs.dist.steps.filter(({ run }) => run !== undefined);
const workflows = ['.github/workflows/dist.yaml', '.forgejo/workflows/dist.yaml'];

test.each(workflows)('%s names only commands that there are', (path) => {
  const commands = steps(path).flatMap(({ run = '' }) => run.match(/podlock [a-z]+/g) ?? []);
  expect(commands).toEqual(['podlock check', 'podlock diff']);
});

test.each(workflows)('%s fails on a stale or a forgotten file in dist/, and on nothing else', (path) => {
  const folder = mkdtempSync(join(tmpdir(), 'podlock-workflow-'));
  const script = steps(path).find(({ name }) => name === 'dist/ is what main.ts says')?.run ?? '';
  const sh = (command: string) => spawnSync('bash', ['-e', '-c', command], { cwd: folder, encoding: 'utf8' });
  const identity = '-c user.name=t -c user.email=t@example.org -c commit.gpgsign=false';
  const synthThat = (makes: string) => sh(script.replace(/^npx cdk8s.*$/m, makes));
  try {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/a.yaml'), 'a: 1\n');
    expect(sh(`git init -q && git add -A && git ${identity} commit -qm first`).status).toBe(0);
    expect(synthThat('true').status).toBe(0);
    expect(synthThat('echo b: 2 >dist/b.yaml')).toMatchObject({ status: 1, stdout: expect.stringContaining('stale') });
    expect(sh('git rm -q --cached dist/b.yaml; rm dist/b.yaml').status).toBe(0);
    expect(synthThat('true').status).toBe(0);
    expect(synthThat('echo a: 2 >dist/a.yaml')).toMatchObject({ status: 1, stdout: expect.stringContaining('stale') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
