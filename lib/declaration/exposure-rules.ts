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
  const owners = new Map<unknown, number>();
  const tooLong: PathMistake[] = [];
  for (const [index, pod] of pods.entries()) {
    const name = at(pod, 'name');
    if (at(pod, 'expose', 'by') !== 'cloudflareTunnel' || typeof name !== 'string') continue;
    const namespace = cloudflaredNamespace(name);
    owners.set(namespace, index);
    if (namespace.length <= LONGEST_LABEL) continue;
    const longest = LONGEST_LABEL - (namespace.length - name.length);
    const message = `is too long for a Cloudflare Tunnel, whose namespace is NAME-cloudflared: at most ${longest} characters`;
    tooLong.push({ path: ['pods', index, 'name'], message });
  }
  const inhabited = pods.flatMap((pod, index): PathMistake[] => {
    const owner = owners.get(at(pod, 'namespace'));
    if (owner === undefined) return [];
    const message = `is for the cloudflared of pods[${owner}], and Podlock's own Pods must be behind gluetun: take another`;
    return [{ path: ['pods', index, 'namespace'], message }];
  });
  return [...tooLong, ...inhabited];
}
