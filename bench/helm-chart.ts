import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDeclaration, renderManifests } from '../lib';
import { declarationOf } from './pods';

/** Writes a Helm chart that renders what Podlock renders for `.Values.count` Pods, and returns its folder. */
export function writeHelmChart(folder: string): string {
  const chart = join(folder, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: podlock-bench\nversion: 0.1.0\n');
  writeFileSync(join(chart, 'values.yaml'), 'count: 1\n');
  const [pod = []] = renderManifests(parseDeclaration(declarationOf(1))).pods;
  const documents = pod.map(({ content }) => content.replaceAll('qbittorrent-0', 'qbittorrent-{{ $index }}'));
  const body = documents.map((text) => `---\n${text}`).join('');
  writeFileSync(
    join(chart, 'templates', 'pods.yaml'),
    `{{- range $index := until (int .Values.count) }}\n${body}{{- end }}\n`,
  );
  return chart;
}
