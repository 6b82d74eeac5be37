import type { KubernetesObject } from '../../manifest/kubernetes';
import { formatPort } from '../../manifest/network-policy';
import { fieldsOf, itemsOf, textOf, wholeNumberOf } from '../../manifest/plain-value';
import { type Effect, fromTo, type KindEffects } from '../effect';

/** A NetworkPolicy: what is let in and out, outside the Pod. */
export const networkPolicy: KindEffects = {
  created: (object) =>
    directions.map(([list, words]) => ({ kind: 'network', text: `${words} ${describe(object, list)}` })),
  removed: () => [{ kind: 'network', text: 'nothing outside the Pod restricts it any more' }],
  changed: ({ before, after, fields }) =>
    directions.flatMap(([list, words]): Effect[] => {
      if (!fields.some(([root, field]) => root === 'spec' && field === list)) return [];
      const [old, young] = [describe(before, list), describe(after, list)];
      return [
        {
          kind: 'network',
          text: old === young ? `${words} the same ports to other addresses` : `${words} ${fromTo(old, young)}`,
        },
      ];
    }),
};

const directions = [
  ['ingress', 'lets in'],
  ['egress', 'lets out'],
] as const;

function describe(object: KubernetesObject, list: 'ingress' | 'egress'): string {
  const ports = itemsOf(fieldsOf(object['spec'])[list]).flatMap((rule) => {
    const own = itemsOf(fieldsOf(rule)['ports']);
    return own.length === 0 ? ['every port'] : own.map(portOf);
  });
  return ports.length === 0 ? 'nothing' : [...new Set(ports)].join(', ');
}

function portOf(item: unknown): string {
  const { protocol, port, endPort } = fieldsOf(item);
  return formatPort({
    protocol: textOf(protocol) ?? 'TCP',
    port: wholeNumberOf(port) ?? textOf(port),
    endPort: wholeNumberOf(endPort),
  });
}
