import { LONGEST_LABEL } from '../network/host-name';
import { cloudflaredNamespace } from './exposure';
import type { Path, PathMistake } from './mistake';
import { at } from './raw-value';

/** One way in: two would need two Services of one name, or a NetworkPolicy for both. */
export function exposureMistakes(pod: unknown, path: Path): readonly PathMistake[] {
  const type = at(pod, 'client', 'webUi', 'service', 'type');
  const isOther = at(pod, 'client', 'application') === 'other';
  if (at(pod, 'expose') !== undefined && isOther && at(pod, 'client', 'webUi') === undefined) {
    return [
      {
        path: [...path, 'expose'],
        message: 'the client has no WebUI to be reached: leave this out, or declare client.webUi',
      },
    ];
  }
  if (at(pod, 'expose') === undefined || (type !== 'NodePort' && type !== 'LoadBalancer')) return [];
  const message = 'the WebUI is exposed by "expose" already: leave this out';
  return [{ path: [...path, 'client', 'webUi', 'service'], message }];
}

/** cloudflared's namespace is named after the Pod, and the Pods' own namespaces refuse it. */
export function cloudflaredMistakes(pods: readonly unknown[]): readonly PathMistake[] {
  return pods.flatMap((pod, index): PathMistake[] => {
    const name = at(pod, 'name');
    if (at(pod, 'expose', 'by') !== 'cloudflareTunnel' || typeof name !== 'string') return [];
    const namespace = cloudflaredNamespace(name);
    if (namespace.length > LONGEST_LABEL) {
      const longest = LONGEST_LABEL - (namespace.length - name.length);
      const message = `is too long for a Cloudflare Tunnel, whose namespace is "${namespace}": at most ${longest} characters`;
      return [{ path: ['pods', index, 'name'], message }];
    }
    return pods.flatMap((other, place) => {
      if (at(other, 'namespace') !== namespace) return [];
      const message = `"${namespace}" is for the cloudflared of pods[${index}], and Pods of this namespace must be behind gluetun: take another`;
      return [{ path: ['pods', place, 'namespace'], message }];
    });
  });
}
