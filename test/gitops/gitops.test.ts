import { argoCdApplication } from '../../lib/gitops/argo-cd';
import { fluxKustomization } from '../../lib/gitops/flux';

const folder = {
  name: 'podlock-home',
  repository: 'https://git.example.org/you/homelab.git',
  branch: 'main',
  path: 'dist',
  folder: 'dist/home',
  readySeconds: 600,
};

test('Argo CD syncs the whole folder, prunes and heals, and deletes nothing when its Application goes', () => {
  expect(argoCdApplication(folder)).toEqual([
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'podlock-home', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: {
          repoURL: 'https://git.example.org/you/homelab.git',
          targetRevision: 'main',
          path: 'dist/home',
          directory: { recurse: true },
        },
        destination: { server: 'https://kubernetes.default.svc' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    },
  ]);
});

test('Flux waits for the Pods as long as the slowest may take', () => {
  const [source, kustomization] = fluxKustomization(folder);
  expect(source?.['spec']).toEqual({ interval: '1m', url: folder.repository, ref: { branch: 'main' } });
  expect(kustomization?.['spec']).toEqual({
    interval: '10m',
    path: './dist/home',
    prune: true,
    sourceRef: { kind: 'GitRepository', name: 'podlock-home' },
    timeout: '600s',
    wait: true,
  });
});
