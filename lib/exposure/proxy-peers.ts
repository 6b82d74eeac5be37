import type { WebProxy } from '../declaration/exposure';
import type { Exposed } from './exposed';

/** The Pods of a proxy, as a NetworkPolicy names them. */
export function peersOf({ namespace, labels }: WebProxy): Exposed['from'] {
  return [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      ...(labels !== undefined && { podSelector: { matchLabels: { ...labels } } }),
    },
  ];
}
