import type { KubernetesObject } from '../../manifest/kubernetes';
import { fieldsOf, textOf } from '../../manifest/plain-value';
import { type Effect, fromTo, type KindEffects } from '../effect';
import { bytesOf } from '../quantity';
import type { Sides } from '../sides';
import { fateOf } from './kept';
import { claimSource, volumesOf } from './volumes';

/** A PersistentVolumeClaim: what becomes of the files. */
export const claim: KindEffects = {
  created: (object, sides) => {
    const old = claimBefore(object, sides);
    const hint = old === undefined ? '' : `; the files stay in claim ${old}: existingClaim: '${old}' keeps using them`;
    return [{ kind: 'data', text: `a new, empty volume of ${sizeOf(object) ?? 'unknown size'}${hint}` }];
  },
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

/**
 * The claim in whose place a new one comes, if it is kept: the one that had the same place in the one workload of the
 * namespace that went. That workload was renamed, or another one replaces it.
 */
function claimBefore({ metadata: { name, namespace } }: KubernetesObject, sides: Sides): string | undefined {
  const [old = [], young = []] = [sides.before, sides.after].map(({ workloads }) => workloads.get(namespace ?? ''));
  const place = young
    .flatMap(({ podSpec }) => [...volumesOf(podSpec)])
    .find(([, source]) => source === claimSource(name))?.[0];
  const names = new Set(young.map(({ reference }) => reference.name));
  const [gone, ...others] = old.filter(({ reference }) => !names.has(reference.name));
  if (place === undefined || gone === undefined || others.length > 0) return undefined;
  const [, claim] = /^claim (.+)/.exec(volumesOf(gone.podSpec).get(place) ?? '') ?? [];
  const document =
    claim === undefined ? undefined : sides.before.index.named('PersistentVolumeClaim', claim, namespace);
  return document !== undefined && fateOf(document.object) === 'kept' ? claim : undefined;
}

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
