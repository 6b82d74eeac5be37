import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import type { DeploymentSpec, KubernetesObject, PodSpec } from '../../lib/manifest/kubernetes';
import { images } from './images';

const dist = resolve(__dirname, '../../dist');

/** What Argo CD or Flux would apply: all of dist/ but the objects that hand it to them, whose kinds are not in this cluster. */
export function readDist(): readonly KubernetesObject[] {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.startsWith('gitops/'))
    .sort();
  if (files.length === 0) throw new Error('dist/ holds no manifests; run: npx cdk8s synth');
  return files.flatMap((file) => loadAll(readFileSync(join(dist, file), 'utf8'))) as KubernetesObject[];
}

/** The same objects with the stand-ins in the places of the real images: nothing else is changed. */
export function withStandins(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.map((object) => {
    if (object.kind !== 'Deployment') return object;
    return changePod(object, (spec) => {
      for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
        container.image = standinFor(container.image ?? '');
      }
    });
  });
}

function standinFor(image: string): string {
  if (image.includes('gluetun')) return images.gluetun;
  return image.includes('transmission') ? images.transmission : images.qbittorrent;
}

/** A copy of a Deployment whose Pod was changed. */
export function changePod(deployment: KubernetesObject, change: (spec: PodSpec) => void): KubernetesObject {
  const copy = structuredClone(deployment);
  const podSpec = deploymentSpec(copy).template.spec;
  if (podSpec === undefined) throw new Error(`the Deployment ${deployment.metadata.name} has no Pod`);
  change(podSpec);
  return copy;
}

/** The objects in another namespace, without what rules the first one from outside (the Namespace, admission). */
export function inNamespace(objects: readonly KubernetesObject[], namespace: string): KubernetesObject[] {
  return objects
    .filter(({ metadata }) => metadata.namespace !== undefined)
    .map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }));
}

/** The one object of a kind. */
export function only(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
  const [object, ...others] = objects.filter((candidate) => candidate.kind === kind);
  if (object === undefined || others.length > 0) {
    throw new Error(`${others.length + (object ? 1 : 0)} objects of kind ${kind}, not one`);
  }
  return object;
}

export function deploymentSpec(deployment: KubernetesObject): DeploymentSpec {
  return deployment['spec'] as DeploymentSpec;
}
