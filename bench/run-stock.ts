import { performance } from 'node:perf_hooks';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../lib';
import type { KubernetesObject } from '../lib/manifest/kubernetes';
import { declarationOf } from './pods';

/** The baseline: the same objects through cdk8s's own App.synth(), without any check, into the folder argv[3]. */
const { pods } = renderManifests(parseDeclaration(declarationOf(Number(process.argv[2]))));
const objects = pods.map((files) =>
  files.flatMap(({ content }) => loadAll(content, undefined, { json: true }) as KubernetesObject[]),
);
const start = performance.now();
const app = new App({
  outdir: process.argv[3] ?? '',
  yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
});
objects.forEach((list, index) => {
  const chart = new Chart(app, `pod-${index}`);
  list.forEach((object, position) => {
    new ApiObject(chart, String(position), object);
  });
});
app.synth();
process.stdout.write(
  JSON.stringify({ milliseconds: performance.now() - start, peakMebibytes: process.resourceUsage().maxRSS / 1024 }),
);
