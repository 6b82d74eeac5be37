import { parseDnsLabel } from '../network/host-name';
import { ValueError } from '../network/value-error';

/** Where the charts and manuals of well-known programs put them, and what clusters have from the start. */
const OF_OTHERS = new Set([
  'argo',
  'argo-cd',
  'argo-rollouts',
  'argocd',
  'cert-manager',
  'database',
  'default',
  'external-dns',
  'external-secrets',
  'flux',
  'fluxcd',
  'gitea',
  'grafana',
  'harbor',
  'home-assistant',
  'ingress',
  'ingress-nginx',
  'keda',
  'keycloak',
  'kyverno',
  'linkerd',
  'local-path-storage',
  'logging',
  'loki',
  'longhorn',
  'metallb',
  'monitoring',
  'nextcloud',
  'observability',
  'openebs',
  'openshift',
  'prometheus',
  'rook-ceph',
  'sealed-secrets',
  'tailscale',
  'tigera-operator',
  'traefik',
  'vault',
  'vaultwarden',
  'velero',
]);

/** `kube-system`, `flux-system`, `cattle-fleet-system`, `openshift-monitoring`, … */
const OF_SYSTEMS = /^(?:calico|cattle|cilium|fleet|istio|knative|linkerd|openshift|tekton)-|-(?:operator|system)$/;

/**
 * A namespace for Podlock's Pods alone.
 * @throws ValueError
 */
export function parseNamespace(value: unknown): string {
  const name = parseDnsLabel(value);
  if (name.startsWith('kube-')) throw new ValueError(value, 'is reserved for Kubernetes itself; take another');
  if (!OF_OTHERS.has(name) && !OF_SYSTEMS.test(name)) return name;
  throw new ValueError(
    value,
    'belongs to other programs: Podlock would lower its Pod Security level and refuse their Pods; ' +
      'take one for these Pods alone, such as "downloads"',
  );
}
