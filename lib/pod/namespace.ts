import type { KubernetesObject } from '../manifest/kubernetes';
import { keepWhenPruned } from '../storage/volume-source';

/**
 * The namespace of a VPN Pod. Pod Security's levels `baseline` and `restricted` refuse NET_ADMIN and the tun device's
 * hostPath, so the namespace allows `privileged`; what Podlock's own locks allow is far less.
 */
export function namespaceObject(name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'app.kubernetes.io/managed-by': 'podlock',
        'pod-security.kubernetes.io/enforce': 'privileged',
      },
      annotations: keepWhenPruned,
    },
  };
}
