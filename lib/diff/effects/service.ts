import type { KubernetesObject } from '../../manifest/kubernetes';
import { fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import { type Effect, fromTo, type KindEffects } from '../effect';

/** A Service: where people and peers reach the Pod. */
export const service: KindEffects = {
  created: (object) => [{ kind: 'network', text: `reachable at ${addressOf(object)}` }],
  removed: (object) => [{ kind: 'network', text: `no longer reachable at ${addressOf(object)}` }],
  changed: ({ before, after, fields }) => {
    const effects = [...portEffects(before, after)];
    const [old, young] = [fieldsOf(before['spec']), fieldsOf(after['spec'])];
    if (textOf(old['type']) !== textOf(young['type'])) {
      const types = fromTo(textOf(old['type']) ?? 'ClusterIP', textOf(young['type']) ?? 'ClusterIP');
      effects.push({ kind: 'network', text: `Service type changes: ${types}` });
    }
    if (fields.some(([root, field]) => root === 'spec' && field === 'selector')) {
      effects.push({ kind: 'network', text: 'Service leads to other Pods' });
    }
    return effects;
  },
};

function portEffects(before: KubernetesObject, after: KubernetesObject): readonly Effect[] {
  const [old, young] = [portsOf(before), portsOf(after)];
  const [fresh, gone, other] = [
    [...young.keys()].filter((name) => !old.has(name)).map((name) => withName(young.get(name), name)),
    [...old.keys()].filter((name) => !young.has(name)).map((name) => withName(old.get(name), name)),
    [...young.keys()]
      .filter((name) => old.has(name) && old.get(name) !== young.get(name))
      .map((name) => withName(fromTo(old.get(name), young.get(name)), name)),
  ];
  return [
    ...(fresh.length === 0 ? [] : [`Service offers ${fresh.join(', ')} too`]),
    ...(gone.length === 0 ? [] : [`Service no longer offers ${gone.join(', ')}`]),
    ...(other.length === 0 ? [] : [`Service port changes: ${other.join(', ')}`]),
  ].map((text) => ({ kind: 'network', text }));
}

function withName(text: string | undefined, name: string): string {
  return name === '' ? `${text}` : `${text} (${name})`;
}

/** By name: `8080`, or `8080 → webui on the node's 30080` where it is more than that. */
function portsOf(object: KubernetesObject): ReadonlyMap<string, string> {
  return new Map(
    itemsOf(fieldsOf(object['spec'])['ports']).map((item) => {
      const { name, port, protocol, nodePort } = fieldsOf(item);
      const node = textOf(nodePort);
      return [
        textOf(name) ?? '',
        `${textOf(protocol) ?? 'TCP'} ${textOf(port)}${node === undefined ? '' : `, node port ${node}`}`,
      ];
    }),
  );
}

function addressOf(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  const ports = [...portsOf(object).values()].join(', ');
  return `${namespace === undefined ? name : `${name}.${namespace}`} (${ports})`;
}
