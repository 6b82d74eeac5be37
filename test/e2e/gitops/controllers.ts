import { resolve } from 'node:path';
import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { eventually } from '../eventually';
import { apply, kubectl } from '../kubectl';
import { runGitOps } from './rig';

/** A GitOps controller, as the tests use it. */
export interface Controller {
  readonly name: string;
  /** The file of dist/gitops/ that is for it. */
  readonly file: string;
  up(): Promise<void>;
  /** Hands a folder over to it: what `kubectl apply -f dist/gitops/…` does, but it looks every few seconds, and by plain HTTP. */
  handOver(objects: readonly KubernetesObject[]): Promise<void>;
  /** Waits until it reports that the cluster is as the commit says, and healthy. */
  healthy(commit: string, seconds: number): Promise<void>;
  /** Waits until it reports that it is not, and that it has given up waiting. @returns what it says */
  failed(commit: string, seconds: number): Promise<string>;
  /** What it says of the health right now. */
  health(): Promise<string>;
  /** Teaches it what docs/ has for a tunnel that breaks later, if it cannot see that by itself. */
  readonly learnHealth?: () => Promise<void>;
  down(): Promise<void>;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface Kustomization {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly lastAttemptedRevision?: string;
    readonly conditions?: readonly Condition[];
  };
}

async function kustomizations(): Promise<readonly Kustomization[]> {
  const list = await kubectl(['get', 'kustomizations.kustomize.toolkit.fluxcd.io', '-n', 'flux-system', '-o', 'json']);
  return (JSON.parse(list) as { items: Kustomization[] }).items;
}

function readyCondition({ status }: Kustomization): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

export const flux: Controller = {
  name: 'Flux',
  file: 'gitops/home-flux.yaml',
  up: async () => {
    await runGitOps('flux-up');
  },
  handOver: async (objects) => {
    const quick = {
      GitRepository: { interval: '2s' },
      OCIRepository: { interval: '2s', insecure: true },
      Kustomization: { interval: '5s', retryInterval: '5s', timeout: '60s' },
    };
    await apply(
      objects.map((object) => ({
        ...object,
        spec: { ...(object['spec'] as object), ...quick[object.kind as keyof typeof quick] },
      })),
    );
  },
  healthy: async (commit, seconds) => {
    await eventually(`Flux to be ready at ${commit}`, seconds, async () => {
      const all = await kustomizations();
      const ready = all.filter(
        (each) => each.status?.lastAppliedRevision?.endsWith(commit) && readyCondition(each)?.status === 'True',
      );
      if (ready.length === all.length) return true;
      throw new Error(all.map((each) => `${each.metadata.name}: ${readyCondition(each)?.message}`).join('\n'));
    });
  },
  failed: (commit, seconds) =>
    eventually('Flux to report a failure', seconds, async () => {
      const failing = (await kustomizations()).find((each) => {
        const { status, reason } = readyCondition(each) ?? { status: '', reason: '' };
        const isWaiting = reason === 'DependencyNotReady' || reason === 'ProgressingWithRetry';
        return status === 'False' && !isWaiting && each.status?.lastAttemptedRevision?.endsWith(commit);
      });
      const condition = failing && readyCondition(failing);
      return condition && `${condition.reason}: ${condition.message}`;
    }),
  health: async () => {
    const all = (await kustomizations()).map(readyCondition);
    return all.every((condition) => condition?.status === 'True') ? 'Ready' : 'not Ready';
  },
  down: async () => {
    await runGitOps('flux-down', '--purge');
  },
};

const healthPatch = resolve(__dirname, '../../../docs/argo-cd/health.yaml');

interface Application {
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly operationState?: { readonly phase?: string; readonly message?: string };
    readonly conditions?: readonly { readonly message: string }[];
  };
}

async function application(): Promise<Application> {
  const get = ['get', 'applications.argoproj.io', '-n', 'argocd', 'podlock-home', '-o', 'json'];
  return JSON.parse(await kubectl(get)) as Application;
}

function describe({ status }: Application): string {
  const { health, operationState, sync, conditions } = status ?? {};
  const messages = conditions?.map(({ message }) => message).join('; ') ?? '';
  return `${sync?.status} ${health?.status}, ${operationState?.phase}: ${operationState?.message} ${messages}`;
}

export const argoCd: Controller = {
  name: 'Argo CD',
  file: 'gitops/home-argocd.yaml',
  up: async () => {
    await runGitOps('argocd-up');
  },
  handOver: async (objects) => {
    await apply(objects);
  },
  healthy: async (commit, seconds) => {
    await eventually(`Argo CD to be Synced and Healthy at ${commit}`, seconds, async () => {
      const seen = await application();
      const { health, operationState, sync } = seen.status ?? {};
      const isSynced = sync?.status === 'Synced' && sync.revision === commit && operationState?.phase === 'Succeeded';
      if (isSynced && health?.status === 'Healthy') return true;
      throw new Error(describe(seen));
    });
  },
  failed: (commit, seconds) =>
    eventually('Argo CD to report a failure', seconds, async () => {
      const seen = await application();
      const { health, operationState, sync } = seen.status ?? {};
      const isTold =
        health?.status === 'Degraded' ||
        /Failed|Error/.test(operationState?.phase ?? '') ||
        /retr/i.test(operationState?.message ?? '');
      if (sync?.revision === commit && isTold) return describe(seen);
      throw new Error(describe(seen));
    }),
  health: async () => (await application()).status?.health?.status ?? 'unknown',
  learnHealth: async () => {
    await kubectl(['patch', 'configmap', 'argocd-cm', '-n', 'argocd', '--patch-file', healthPatch]);
  },
  down: async () => {
    await kubectl([
      'delete',
      'applications.argoproj.io',
      '-n',
      'argocd',
      '--all',
      '--ignore-not-found',
      '--timeout=60s',
    ]);
    await runGitOps('argocd-down', '--purge');
  },
};
