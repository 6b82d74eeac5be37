import type { Effect, KindEffects } from '../effect';
import type { ObjectChange } from '../object-change';
import type { Sides } from '../sides';
import { claim } from './claim';
import { handApplied } from './hand-applied';
import { fateOf } from './kept';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { service } from './service';
import { workload } from './workload';

const kinds: ReadonlyMap<string, KindEffects> = new Map([
  ['Deployment', workload],
  ['StatefulSet', workload],
  ['DaemonSet', workload],
  ['PersistentVolumeClaim', claim],
  ['Service', service],
  ['NetworkPolicy', networkPolicy],
  ['Namespace', namespace],
  ['AppProject', handApplied],
  ['Application', handApplied],
  ['ApplicationSet', handApplied],
  ['GitRepository', handApplied],
  ['Kustomization', handApplied],
]);

/** Of a kind that runs nothing and holds no files, what a GitOps controller does with the object is all there is to say. */
const anyOther: KindEffects = {
  created: () => [],
  removed: (object) => {
    const fate = fateOf(object);
    return fate === 'deleted' ? [] : [{ kind: 'other', text: fate }];
  },
  changed: () => [],
};

/** What a change does, in words; empty where the change itself says it all. */
export function effectsOf(change: ObjectChange, sides: Sides): readonly Effect[] {
  const kind = kinds.get(change.reference.kind) ?? anyOther;
  switch (change.kind) {
    case 'created':
      return kind.created(change.after, sides);
    case 'removed':
      return kind.removed(change.before, sides);
    case 'changed':
      return kind.changed(change);
  }
}
