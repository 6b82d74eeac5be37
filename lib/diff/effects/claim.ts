import type { KubernetesObject } from '../../manifest/kubernetes';
import { fieldsOf, textOf } from '../../manifest/plain-value';
import { type Effect, fromTo, type KindEffects } from '../effect';
import { bytesOf } from '../quantity';
import { fateOf } from './kept';

/** A PersistentVolumeClaim: what becomes of the files. */
export const claim: KindEffects = {
  created: (object) => [{ kind: 'data', text: `a new, empty volume of ${sizeOf(object) ?? 'unknown size'}` }],
  removed: (object) => [removal(object)],
  changed: ({ before, after, fields }) => {
    const spec = fields.filter(([root]) => root === 'spec');
    if (spec.length === 0) return [{ kind: 'data', text: `volume kept as it is${laterFate(before, after)}` }];
    const others = spec.filter((path) => path.join('.') !== 'spec.resources.requests.storage');
    if (others.length > 0) {
      const names = others.map((path) => path.slice(1).join('.')).join(', ');
      return [{ kind: 'refused', text: `${names} of a claim cannot change: make a new claim and copy the files` }];
    }
    return [resized(sizeOf(before), sizeOf(after))];
  },
};

function removal(object: KubernetesObject): Effect {
  const fate = fateOf(object);
  if (fate === 'kept') return { kind: 'data', text: 'volume kept: no longer in the repository, still in the cluster' };
  return { kind: 'data', text: `volume ${fate}, with its files if the StorageClass reclaims them` };
}

function laterFate(before: KubernetesObject, after: KubernetesObject): string {
  const fate = fateOf(after);
  return fate === fateOf(before) ? '' : `; once it leaves the repository, it is ${fate}`;
}

function resized(before: string | undefined, after: string | undefined): Effect {
  const sizes = fromTo(before, after);
  const [small, large] = [bytesOf(before), bytesOf(after)];
  if (small !== undefined && large !== undefined && large < small) {
    return { kind: 'refused', text: `a volume cannot shrink (${sizes})` };
  }
  return { kind: 'data', text: `volume kept and grown (${sizes}), if its StorageClass allows that` };
}

function sizeOf(object: KubernetesObject): string | undefined {
  const resources = fieldsOf(fieldsOf(object['spec'])['resources']);
  return textOf(fieldsOf(resources['requests'])['storage']);
}
