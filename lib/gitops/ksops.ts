import { posix } from 'node:path';
import type { KubernetesObject } from '../manifest/kubernetes';
import type { SyncedFolder } from './synced-folder';

/** A file of dist/ for ksops, the kustomize plugin that lets Argo CD decrypt. */
interface KsopsFile {
  /** Relative to dist/. */
  readonly path: string;
  readonly object: KubernetesObject;
}

/**
 * The kustomization that has ksops decrypt the files of a folder (ksops 4, as an exec KRM function): it needs
 * `kustomize.buildOptions: --enable-alpha-plugins --enable-exec` in Argo CD, ksops in its repository server, and the key.
 */
export function ksopsFiles({ sops }: SyncedFolder): readonly KsopsFile[] {
  if (sops === undefined) return [];
  const { files, ksopsFolder: folder } = sops;
  const metadata = { name: 'podlock-secrets', annotations: { 'config.kubernetes.io/function': execFunction } };
  return [
    {
      path: `${folder}/kustomization.yaml`,
      object: {
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        metadata: { name: 'podlock-secrets' },
        generators: ['ksops.yaml'],
      },
    },
    {
      path: `${folder}/ksops.yaml`,
      // ksops reads the files itself, from the kustomization's folder.
      object: {
        apiVersion: 'viaduct.ai/v1',
        kind: 'ksops',
        metadata,
        files: files.map((file) => posix.relative(folder, file)),
      },
    },
  ];
}

const execFunction = 'exec:\n  path: ksops\n';
