import type { Path } from '../../manifest/document';
import type { KubernetesObject } from '../../manifest/kubernetes';
import { type Fields, fieldsOf, textOf } from '../../manifest/plain-value';
import { type Effect, fromTo, type KindEffects } from '../effect';
import { podChanges } from './pod-changes';
import { volumeChanges } from './volumes';

/** What makes Pods: whether the Pod restarts, and what for. */
export const workload: KindEffects = {
  created: ({ metadata }) => [{ kind: 'start', text: `${metadata.name} starts` }],
  removed: ({ metadata }) => [{ kind: 'stop', text: `${metadata.name} stops for good` }],
  changed: ({ before, after, fields }) => {
    const { name } = after.metadata;
    const spec = fields.filter(([root]) => root === 'spec');
    if (spec.some((path) => path[1] === 'selector')) {
      return [{ kind: 'refused', text: 'a selector cannot change: delete the workload first, its volumes stay' }];
    }
    const restarts = spec.some((path) => path[1] === 'template');
    return [
      ...(restarts ? [{ kind: 'restart', text: `${name} restarts` } as const] : []),
      ...replicas(before, after),
      ...(restarts ? reasons(templateOf(before), templateOf(after), fields) : []),
    ];
  },
};

function replicas(before: KubernetesObject, after: KubernetesObject): readonly Effect[] {
  const [old, young] = [before, after].map((object) => textOf(fieldsOf(object['spec'])['replicas']) ?? '1');
  if (old === young) return [];
  return [{ kind: young === '0' ? 'stop' : 'start', text: `replicas ${fromTo(old, young)}` }];
}

function reasons(before: Fields, after: Fields, fields: readonly Path[]): readonly Effect[] {
  return [
    ...podChanges(before, after, fields).map((text): Effect => ({ kind: 'other', text })),
    ...volumeChanges(fieldsOf(before['spec']), fieldsOf(after['spec'])),
  ];
}

function templateOf(object: KubernetesObject): Fields {
  return fieldsOf(fieldsOf(object['spec'])['template']);
}
