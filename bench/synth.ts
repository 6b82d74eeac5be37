import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeHelmChart } from './helm-chart';
import { type Measured, summarize, timeCommand } from './measure';

/**
 * `npm run bench`: time and memory of the synth in a heap of 4 GiB, beside stock cdk8s, and beside Helm if there is one
 * (HELM=path).
 */
const root = resolve(__dirname, '..');
const helm = process.env['HELM'] ?? 'helm';
const runs = 5;

const print = (line: string) => process.stdout.write(`${line}\n`);
const show = ({ best, median }: Measured) => `${median.toFixed(0)} ms (best ${best.toFixed(0)})`;

function runChild(script: string, count: number, folder: string) {
  const results = Array.from({ length: count >= 10_000 ? 1 : count >= 1000 ? 3 : runs }, (_, run) => {
    const cwd = mkdtempSync(join(folder, `run-${run}-`));
    const tsx = join(root, 'node_modules/tsx/dist/cjs/index.cjs');
    const args = ['--max-old-space-size=4096', '--require', tsx, join(root, 'bench', script)];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, String(count), join(cwd, 'out')], {
      cwd,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${script} ${count} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as { milliseconds: number; peakMebibytes: number };
  });
  return {
    time: summarize(results.map(({ milliseconds }) => milliseconds)),
    memory: summarize(results.map(({ peakMebibytes }) => peakMebibytes)),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'podlock-bench-'));
try {
  print(
    `the command          npx cdk8s synth      ${show(timeCommand('npx', ['cdk8s', 'synth'], { cwd: root, runs: 3 }))}`,
  );
  const app = ['--require', 'tsx/cjs', 'main.ts'];
  print(`the app alone        node … main.ts       ${show(timeCommand(process.execPath, app, { cwd: root, runs }))}`);
  print(
    `an empty node        node -e 0            ${show(timeCommand(process.execPath, ['-e', '0'], { cwd: root, runs }))}`,
  );

  const chart = writeHelmChart(folder);
  const hasHelm = spawnSync(helm, ['version']).status === 0;
  print(
    `\nPods   Podlock, with checks   a Pod      peak memory   stock cdk8s, no checks   ratio${hasHelm ? '   helm template' : ''}`,
  );
  for (const count of [1, 10, 100, 1000, 10_000]) {
    const ours = runChild('run-pods.ts', count, folder);
    // Stock cdk8s grows with the square of the number of charts (docs/decisions/0002-the-pod.md).
    const stock = count >= 10_000 ? undefined : runChild('run-stock.ts', count, folder);
    const ratio = ours.time.median / (stock?.time.median ?? Number.NaN);
    const beside = hasHelm
      ? show(timeCommand(helm, ['template', 'bench', chart, '--set', `count=${count}`], { cwd: folder, runs: 3 }))
      : '';
    print(
      [
        String(count).padEnd(6),
        show(ours.time).padEnd(22),
        `${(ours.time.median / count).toFixed(2)} ms`.padEnd(10),
        `${ours.memory.median.toFixed(0)} MiB`.padEnd(13),
        (stock === undefined ? '-' : show(stock.time)).padEnd(24),
        (stock === undefined ? '-' : ratio.toFixed(2)).padEnd(7),
        beside,
      ].join(' '),
    );
  }
  if (!hasHelm) print('\nNo helm here: set HELM to its path to compare.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
