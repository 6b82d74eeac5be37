import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../../lib';
import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { writeYaml } from '../../../lib/manifest/write-yaml';
import { exampleWith } from '../../declaration/example-declaration';
import { withStandins } from '../manifests';

/** dist/ of the example with other values and with the stand-ins for its images, by path. It is served by git or as an artifact. */
export function distOf(url: string, changes: Readonly<Record<string, unknown>> = {}): Map<string, string> {
  const source = url.startsWith('oci:') ? { gitOps: { artifact: url, tag: 'latest' } } : { 'gitOps.repository': url };
  const declaration = exampleWith({ ...source, ...changes });
  const { pods, gitOps } = renderManifests(parseDeclaration(declaration));
  const files = [...pods.flat(), ...gitOps];
  return new Map(files.map(({ path, content }) => [path, writeYaml(withStandins(objectsOf(content)))]));
}

export function objectsOf(content: string): KubernetesObject[] {
  return loadAll(content) as KubernetesObject[];
}

/** The same files with a change in every object of a kind. */
export function changed(
  files: ReadonlyMap<string, string>,
  kind: string,
  change: (object: KubernetesObject) => KubernetesObject,
): Map<string, string> {
  return new Map(
    [...files].map(([path, content]) => [
      path,
      writeYaml(objectsOf(content).map((object) => (object.kind === kind ? change(object) : object))),
    ]),
  );
}
