import type { Path } from '../../manifest/document';
import { groupBy } from '../../manifest/group-by';
import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import { fromTo } from '../effect';

/**
 * What is different in a Pod's template, volumes left out: containers that come and go, images, and the names of all
 * that changes in the others. Never values: whoever reads a report of a stranger's manifests would read passwords.
 *
 * @param fields the paths that differ in the workload, such as spec.template.spec.containers.NAME.env.VARIABLE.value
 */
export function podChanges(before: Fields, after: Fields, fields: readonly Path[]): readonly string[] {
  const [old, young] = [containersOf(before), containersOf(after)];
  const both = [...young.keys()].filter((name) => old.has(name));
  return [
    ...comeAndGo(
      [...young.keys()].filter((name) => !old.has(name)),
      'new',
    ),
    ...comeAndGo(
      [...old.keys()].filter((name) => !young.has(name)),
      'gone',
    ),
    ...imageChanges(both, old, young),
    ...otherChanges(both, fields),
  ];
}

function comeAndGo(names: readonly string[], what: 'new' | 'gone'): readonly string[] {
  if (names.length === 0) return [];
  return [names.length === 1 ? `container ${names[0]} is ${what}` : `containers ${names.join(', ')} are ${what}`];
}

type Containers = ReadonlyMap<string, Fields>;

/** Podlock's own containers run the images of gluetun and of the client: that is one change. */
function imageChanges(names: readonly string[], before: Containers, after: Containers): readonly string[] {
  const changes = names.flatMap((name) => {
    const [old, young] = [textOf(before.get(name)?.['image']), textOf(after.get(name)?.['image'])];
    return old === young ? [] : [{ name, images: fromTo(old, young) }];
  });
  return [...groupBy(changes, ({ images }) => images)].map(
    ([images, same]) => `${same.map(({ name }) => name).join(', ')}: image ${images}`,
  );
}

function otherChanges(names: readonly string[], fields: readonly Path[]): readonly string[] {
  const changes = fields.flatMap((path): { place: string; what: string }[] => {
    const [root, template, , list, name, part] = path.map(String);
    if (root !== 'spec' || template !== 'template' || list === undefined || list === 'volumes') return [];
    if (list !== 'containers' && list !== 'initContainers') return [{ place: 'the Pod', what: podPart(path) }];
    if (name === undefined || !names.includes(name) || part === 'image') return [];
    const variable = part === 'env' ? path[6] : undefined;
    return [{ place: name, what: String(variable ?? part ?? 'everything') }];
  });
  if (changes.length === 0) return [];
  const places = [...groupBy(changes, ({ place }) => place)].map(
    ([place, same]) => `${place} (${[...new Set(same.map(({ what }) => what))].join(', ')})`,
  );
  return [`changes in ${places.join(', ')}`];
}

/** `hostAliases`, or the name of a label or an annotation. */
function podPart([, , , list, name]: Path): string {
  return String(list === 'annotations' || list === 'labels' ? (name ?? list) : list);
}

function containersOf(template: Fields): Containers {
  const spec = fieldsOf(template['spec']);
  const all = ['initContainers', 'containers'].flatMap((list) => itemsOf(spec[list]).map(fieldsOf));
  return new Map(all.map((container) => [textOf(container['name']) ?? '', container]));
}
