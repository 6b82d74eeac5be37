import { quote } from '../network/value-error';
import type { Path, PathMistake } from './mistake';
import { at, itemsOf, namedIn } from './raw-value';

/** A Service beside the Pod's own: a WebUI that is reached from outside has one, named after the Pod and the companion. */
interface FurtherService {
  readonly name: string;
  /** The name within its namespace. */
  readonly key: string;
  /** What it is for. */
  readonly words: string;
  /** Where to change its name. */
  readonly path: Path;
  readonly isClients: boolean;
}

/** Services of one name in one namespace. */
export function serviceMistakes(pods: readonly unknown[]): PathMistake[] {
  const owners = new Map<string, FurtherService>();
  const mistakes: PathMistake[] = [];
  for (const service of pods.flatMap(servicesOf)) {
    const owner = owners.get(service.key);
    if (owner === undefined) owners.set(service.key, service);
    // Two clients' Services of one name: that is said of the Pods' names.
    else if (!owner.isClients || !service.isClients) {
      const message = `the Service for it, ${quote(service.name)}, is the one for ${owner.words} too; take another`;
      mistakes.push({ path: service.path, message });
    }
  }
  return [
    ...mistakes,
    ...pods.flatMap((pod, index) => {
      const key = namedIn(pod, at(pod, 'name'));
      const owner = key === undefined ? undefined : owners.get(key);
      if (owner === undefined) return [];
      const message = `${quote(at(pod, 'name'))} is the name of the Service for ${owner.words}; take another`;
      return [{ path: ['pods', index, 'name'], message }];
    }),
  ];
}

/** Types of a WebUI's Service, and ways in, that need a Service of their own. */
const furtherServices: ReadonlySet<unknown> = new Set(['NodePort', 'LoadBalancer', 'nodePort', 'loadBalancer']);

function servicesOf(pod: unknown, index: number): FurtherService[] {
  const service = (owner: unknown, suffix: unknown, words: string, path: Path): FurtherService[] => {
    const isClients = owner === at(pod, 'client');
    const by = isClients ? at(pod, 'expose', 'by') : undefined;
    const type = at(owner, 'webUi', 'service', 'type');
    const isExposed = [type, by].some((way) => furtherServices.has(way));
    const podName = at(pod, 'name');
    if (!isExposed || typeof podName !== 'string') return [];
    const name = `${podName}-${suffix}`;
    const key = namedIn(pod, name);
    return key === undefined ? [] : [{ name, key, words, path, isClients }];
  };
  return [
    ...service(at(pod, 'client'), 'webui', `the WebUI of pods[${index}]`, ['pods', index, 'name']),
    ...itemsOf(at(pod, 'companions')).flatMap((companion, number) =>
      service(companion, at(companion, 'name'), `pods[${index}].companions[${number}]`, [
        'pods',
        index,
        'companions',
        number,
        'name',
      ]),
    ),
  ];
}
