import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadAll } from 'js-yaml';
import { type CheckReport, checkSources } from '../lib/check/check-sources';
import { locks } from '../lib/locks';
import { type Measured, summarize, timeCommand } from './measure';

/**
 * `npm run bench:check`: the check of 1 to 1000 workloads, closed and leaking, beside plain loading of the same text by
 * js-yaml; beside kube-linter and kubeconform where KUBE_LINTER and KUBECONFORM name their programs.
 */
const root = resolve(__dirname, '..');
const fixtures = join(root, 'test/fixtures');
const runs = 5;
const folder = mkdtempSync(join(tmpdir(), 'podlock-bench-'));

const inputs = [
  ['every lock closed', ['qbittorrent', join(fixtures, 'locked-pod.yaml')]],
  ['leaking', ['torrent', join(fixtures, 'popular/client-first.yaml')]],
] as const;

/** Without schemas, which it would download: it then reads the file and finds nothing to compare it with. */
const parseOnly = (file: string) => [
  '-ignore-missing-schemas',
  '-schema-location',
  join(folder, '{{.ResourceKind}}.json'),
  file,
];

const others = [
  ['kube-linter', process.env['KUBE_LINTER'], (file: string) => ['lint', file]],
  ['kubeconform', process.env['KUBECONFORM'], parseOnly],
] as const;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** So many copies, each with names and labels of its own. */
function copies(count: number, name: string, file: string): string {
  const text = readFileSync(file, 'utf8');
  return Array.from({ length: count }, (_, index) =>
    text.replace(new RegExp(`(?<=[\\s:])${name}\\b(?![/:])`, 'g'), `${name}-${index}`),
  ).join('\n---\n');
}

function time(act: () => void): Measured {
  return summarize(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      act();
      return performance.now() - start;
    }),
  );
}

try {
  for (const [label, [name, source]] of inputs) {
    print(`\n${label}\nworkloads  findings  text      check            a workload  js-yaml alone  ratio`);
    for (const count of [1, 10, 100, 1000]) {
      const text = copies(count, name, source);
      let report: CheckReport | undefined;
      const check = time(() => {
        report = checkSources([{ file: 'bench.yaml', text }], locks);
      });
      const load = time(() => loadAll(text));
      print(
        [
          String(report?.workloads.length).padEnd(10),
          String(report?.findings.length).padEnd(9),
          `${(text.length / 1e6).toFixed(2)} MB`.padEnd(9),
          `${check.median.toFixed(0)} ms (best ${check.best.toFixed(0)})`.padEnd(16),
          `${(check.median / count).toFixed(2)} ms`.padEnd(11),
          `${load.median.toFixed(0)} ms`.padEnd(14),
          (check.median / load.median).toFixed(2),
        ].join(' '),
      );
    }
    const file = join(folder, 'bench.yaml');
    writeFileSync(file, copies(1000, name, source));
    const command = time(() => {
      spawnSync(process.execPath, [join(root, 'bin/podlock.js'), 'check', file, '--format', 'json'], {
        maxBuffer: 2 ** 30,
      });
    });
    print(`the command, 1000 workloads: ${command.median.toFixed(0)} ms`);
    for (const [program, path, args] of others) {
      if (path === undefined) continue;
      const { median } = timeCommand('sh', ['-c', '"$@" > /dev/null 2>&1 || true', 'sh', path, ...args(file)], {
        cwd: folder,
        runs: 3,
      });
      print(`${program}, the same file: ${median.toFixed(0)} ms`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
