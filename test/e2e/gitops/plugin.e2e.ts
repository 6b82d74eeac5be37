import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dump, load } from 'js-yaml';
import { eventually, secondsSince } from '../eventually';
import { evidence } from '../evidence';
import { apply, kubectl } from '../kubectl';
import { argoCd } from './controllers';
import { Repository } from './repository';
import { objectsOf } from './site';

const root = resolve(__dirname, '../../..');

interface RunningProgram {
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The argocd-repo-server that runs: the plugin's server is the same program, and both need the same folder of sockets. */
function repoServer(): RunningProgram {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [command = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (!command.endsWith('/argocd-repo-server')) continue;
      const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const environment = Object.fromEntries(lines.map((line) => /^([^=]*)=(.*)$/s.exec(line)?.slice(1) ?? []));
      return { file: readlinkSync(`/proc/${pid}/exe`), environment };
    } catch {} // a process that ended meanwhile
  }
  throw new Error('no argocd-repo-server runs');
}

let repository: Repository;
let server: ChildProcess;
const folder = mkdtempSync(join(tmpdir(), 'podlock-e2e-plugin-'));

beforeAll(async () => {
  await argoCd.up();
  repository = await Repository.serve();
  await repository.commitProject(root);
  const plugin = load(readFileSync(join(root, 'docs/argo-cd/plugin.yaml'), 'utf8')) as { spec: object };
  // npm ci asks a registry: the packages that these tests run with stand in.
  const init = { command: ['ln', '-s', join(root, 'node_modules')] };
  writeFileSync(join(folder, 'plugin.yaml'), dump({ ...plugin, spec: { ...plugin.spec, init } }));
  const { file, environment } = repoServer();
  server = spawn(file, ['--config-dir-path', folder], {
    env: { ...environment, PATH: process.env['PATH'], ARGOCD_BINARY_NAME: 'argocd-cmp-server' },
    stdio: 'ignore',
  });
});

afterAll(async () => {
  // It does not end on SIGTERM.
  server?.kill('SIGKILL');
  await argoCd.down();
  await repository?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('Argo CD runs the synth by the plugin of docs/argo-cd, and finds the objects of dist/', async () => {
  const start = Date.now();
  const plugin = { name: 'podlock', parameters: [{ name: 'cluster', string: 'home' }] };
  await apply([
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'podlock-plugin', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: repository.url, targetRevision: 'main', path: '.', plugin },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'downloads' },
      },
    },
  ]);
  const found = await eventually('the objects of the plugin', 120, async () => {
    const get = ['get', 'applications.argoproj.io', '-n', 'argocd', 'podlock-plugin', '-o', 'json'];
    const { status } = JSON.parse(await kubectl(get)) as {
      status?: { resources?: { kind: string; name: string }[]; conditions?: { message: string }[] };
    };
    if (status?.resources?.length) return status.resources.map(({ kind, name }) => `${kind} ${name}`).sort();
    throw new Error(JSON.stringify(status?.conditions));
  });
  const dist = readdirSync(join(root, 'dist/home'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => objectsOf(readFileSync(join(root, 'dist/home', file), 'utf8')));
  expect(found).toEqual(dist.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort());
  evidence(`Argo CD: the plugin rendered ${found.length} objects; ${secondsSince(start)}`);
});
