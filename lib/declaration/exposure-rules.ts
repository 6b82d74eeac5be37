import type { Path, PathMistake } from './mistake';
import { at } from './raw-value';

/** One way in: two would need two Services of one name, or a NetworkPolicy for both. */
export function exposureMistakes(pod: unknown, path: Path): readonly PathMistake[] {
  const type = at(pod, 'client', 'webUi', 'service', 'type');
  if (at(pod, 'expose') !== undefined && at(pod, 'client') !== undefined && at(pod, 'client', 'webUi') === undefined) {
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
