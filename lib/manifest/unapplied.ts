import type { ManifestDocument, Path } from './document';
import { fieldsOf, textOf } from './plain-value';

/** An annotation that keeps an object out of the cluster, or takes it away again. */
export interface Exclusion {
  readonly annotation: string;
  readonly value: string;
  readonly path: Path;
}

/** Hooks of Argo CD and Helm that put the object into the cluster before the workload, or with it. */
const earlyHooks = new Set(['PreSync', 'Sync', 'pre-install', 'pre-upgrade', 'crd-install']);

/** Annotations of Argo CD, Flux, Helm and kustomize (kpt), and the values with which an object does not stay. */
const exclusions: readonly (readonly [string, (value: string) => boolean])[] = [
  ['argocd.argoproj.io/hook', isNoEarlyHook],
  ['helm.sh/hook', isNoEarlyHook],
  ['argocd.argoproj.io/hook-delete-policy', (value) => listOf(value).includes('HookSucceeded')],
  ['helm.sh/hook-delete-policy', (value) => listOf(value).includes('hook-succeeded')],
  ['kustomize.toolkit.fluxcd.io/reconcile', (value) => value.trim().toLowerCase() === 'disabled'],
  ['kustomize.toolkit.fluxcd.io/ssa', (value) => value.trim().toLowerCase() === 'ignore'],
  ['config.kubernetes.io/local-config', (value) => value.trim() !== 'false'],
];

/** The first annotation that keeps an object out of the cluster; undefined when nothing does. */
export function exclusionOf({ object }: ManifestDocument): Exclusion | undefined {
  const annotations = fieldsOf(fieldsOf(object.metadata)['annotations']);
  for (const [annotation, excludes] of exclusions) {
    const value = textOf(annotations[annotation]);
    if (value !== undefined && excludes(value)) {
      return { annotation, value, path: ['metadata', 'annotations', annotation] };
    }
  }
  return undefined;
}

/** What an annotation does, as the end of a sentence. */
export function describeExclusion({ annotation, value }: Exclusion): string {
  return `${annotation}: ${value} keeps it out of the cluster, or takes it away`;
}

function isNoEarlyHook(value: string): boolean {
  return !listOf(value).some((hook) => earlyHooks.has(hook));
}

function listOf(value: string): readonly string[] {
  return value.split(',').map((entry) => entry.trim());
}
