import type { KubernetesObject } from '../manifest/kubernetes';
import type { ObjectChange } from './object-change';
import type { Sides } from './sides';

/**
 * What a change does to what runs, or to data.
 * - `restart`: the Pod is stopped and started anew.
 * - `start`, `stop`: the Pod comes, or goes for good.
 * - `data`: files are kept, left behind, or lost.
 * - `network`: who reaches whom.
 * - `lock`: a lock is closed, opened or loosened.
 * - `refused`: the API server will not take the change.
 * - `other`: anything else.
 */
export type EffectKind = 'restart' | 'start' | 'stop' | 'data' | 'network' | 'lock' | 'refused' | 'other';

/** One consequence, in words: lower case, no final period. */
export interface Effect {
  readonly kind: EffectKind;
  readonly text: string;
}

/** The consequences of what happens to an object of one kind. */
export interface KindEffects {
  created(object: KubernetesObject, sides: Sides): readonly Effect[];
  removed(object: KubernetesObject, sides: Sides): readonly Effect[];
  changed(change: Extract<ObjectChange, { kind: 'changed' }>): readonly Effect[];
}

/** `before → after`, with a word for what is not there. */
export function fromTo(before: string | undefined, after: string | undefined): string {
  return `${before ?? 'none'} → ${after ?? 'none'}`;
}
