import type { KindEffects } from '../effect';
import { fateOf } from './kept';

/** A Namespace: deleting it deletes everything in it. */
export const namespace: KindEffects = {
  created: () => [],
  removed: (object) => {
    const fate = fateOf(object);
    return [
      {
        kind: fate === 'kept' ? 'other' : 'data',
        text: fate === 'kept' ? 'namespace kept' : `namespace ${fate}, with every volume in it`,
      },
    ];
  },
  changed: () => [],
};
