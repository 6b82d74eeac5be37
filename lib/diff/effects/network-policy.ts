import type { KubernetesObject } from '../../manifest/kubernetes';
import { selects } from '../../manifest/label-selector';
import { formatPort, type PolicyDirection, type PolicyPeer, rulesIn } from '../../manifest/network-policy';
import { fieldsOf } from '../../manifest/plain-value';
import type { Effect, KindEffects } from '../effect';
import type { Sides } from '../sides';

/** A NetworkPolicy: what is let in and out, outside the Pod. */
export const networkPolicy: KindEffects = {
  created: (object) =>
    directions.map(([direction, , words]) => {
      const ways = waysOf(object, direction);
      return { kind: 'network', text: `${words} ${ways.length === 0 ? 'nothing' : ways.join(', ')}` };
    }),
  removed: (object, sides) =>
    selectedNames(object, sides).map((name) => ({ kind: 'network', text: `no longer restricts ${name}` })),
  changed: ({ before, after, fields }) =>
    directions.flatMap(([direction, list, words]): Effect[] => {
      if (!fields.some(([root, field]) => root === 'spec' && field === list)) return [];
      return [{ kind: 'network', text: changed(words, waysOf(before, direction), waysOf(after, direction)) }];
    }),
};

const directions = [
  ['Ingress', 'ingress', 'lets in'],
  ['Egress', 'egress', 'lets out'],
] as const;

function changed(words: string, before: readonly string[], after: readonly string[]): string {
  const opened = after.filter((way) => !before.includes(way)).join(', ');
  const closed = before.filter((way) => !after.includes(way)).join(', ');
  if (opened === '') return closed === '' ? `${words} other addresses than before` : `no longer ${words} ${closed}`;
  return closed === '' ? `${words} ${opened} too` : `${words} ${opened}, no longer ${closed}`;
}

/** Each port with whom it is open to: `TCP 445 to 192.168.1.10`. */
function waysOf(object: KubernetesObject, direction: PolicyDirection): readonly string[] {
  const ways = rulesIn(object, direction).flatMap(({ peers, ports }) =>
    (ports?.map(formatPort) ?? ['every port']).flatMap((port) =>
      peerWords(peers, direction).map((peer) => port + peer),
    ),
  );
  return [...new Set(ways)];
}

function peerWords(peers: readonly PolicyPeer[] | undefined, direction: PolicyDirection): readonly string[] {
  if (direction === 'Ingress') return peers?.map((peer) => ` from ${peerName(peer)}`) ?? [''];
  return peers?.map((peer) => ` to ${peerName(peer)}`) ?? [' to anywhere'];
}

function peerName(peer: PolicyPeer): string {
  if (peer.kind === 'block') {
    const { cidr, except } = peer;
    if (except.length === 0) return cidr.replace(/(?<=^[\d.]+)\/32$|(?<=:.*)\/128$/, '');
    return `${cidr} but for ${except.length} ${except.length === 1 ? 'range' : 'ranges'}`;
  }
  if (peer.chosen === undefined) return 'Pods that a selector chooses';
  const labels = [...peer.chosen.labels].map(([name, value]) => `${name}=${value}`).sort();
  return `Pods ${labels.join(',')} of ${peer.chosen.namespace}`;
}

/** The workloads that stay and that a policy selected. */
function selectedNames({ metadata, spec }: KubernetesObject, { after }: Sides): readonly string[] {
  return (after.workloads.get(metadata.namespace ?? '') ?? [])
    .filter(({ podLabels }) => selects(fieldsOf(spec)['podSelector'], podLabels))
    .map(({ reference }) => reference.name);
}
