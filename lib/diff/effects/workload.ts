import type { Path } from '../../manifest/document';
import type { KubernetesObject } from '../../manifest/kubernetes';
import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import { type Effect, fromTo, type KindEffects } from '../effect';

/** What makes Pods: whether the Pod restarts, and what for. */
export const workload: KindEffects = {
  created: ({ metadata }) => [{ kind: 'start', text: `${metadata.name} starts` }],
  removed: ({ metadata }) => [{ kind: 'stop', text: `${metadata.name} stops for good` }],
  changed: ({ before, after, fields }) => {
    const { name } = after.metadata;
    const spec = fields.filter(([root]) => root === 'spec');
    if (spec.some((path) => path[1] === 'selector')) {
      return [{ kind: 'refused', text: 'a selector cannot change: delete the workload first, its volumes stay' }];
    }
    const restarts = spec.some((path) => path[1] === 'template');
    return [
      ...(restarts ? [{ kind: 'restart', text: `${name} restarts` } as const] : []),
      ...replicas(before, after),
      ...(restarts ? reasons(templateOf(before), templateOf(after), fields) : []),
    ];
  },
};

function replicas(before: KubernetesObject, after: KubernetesObject): readonly Effect[] {
  const [old, young] = [before, after].map((object) => textOf(fieldsOf(object['spec'])['replicas']) ?? '1');
  if (old === young) return [];
  return [{ kind: young === '0' ? 'stop' : 'start', text: `replicas ${fromTo(old, young)}` }];
}

function reasons(before: Fields, after: Fields, fields: readonly Path[]): readonly Effect[] {
  const [old, young] = [containersOf(before), containersOf(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return [
    ...names.flatMap((name) => containerReasons(name, old.get(name), young.get(name), fields)),
    ...volumes(before, after),
  ];
}

function containerReasons(
  name: string,
  before: Fields | undefined,
  after: Fields | undefined,
  fields: readonly Path[],
): readonly Effect[] {
  if (before === undefined) return [{ kind: 'other', text: `container ${name} is new` }];
  if (after === undefined) return [{ kind: 'other', text: `container ${name} is gone` }];
  // A path is such as spec.template.spec.containers.NAME.env.VARIABLE.value.
  const parts = new Set(fields.filter((path) => path[4] === name).map((path) => String(path[5] ?? '')));
  const images = [textOf(before['image']), textOf(after['image'])] as const;
  parts.delete('image');
  const variables = new Set(
    fields.filter((path) => path[4] === name && path[5] === 'env').map((path) => String(path[6] ?? '')),
  );
  parts.delete('env');
  return [
    ...(images[0] === images[1] ? [] : [`${name}: image ${fromTo(...images)}`]),
    // Never their values: whoever reads a report of a stranger's manifests would read passwords.
    ...(variables.size === 0
      ? []
      : [`${name}: ${[...variables].filter(Boolean).sort().join(', ') || 'environment'} changes`]),
    ...(parts.size === 0
      ? []
      : [
          `${name}: ${[...parts]
            .map((part) => part || 'everything')
            .sort()
            .join(', ')} changes`,
        ]),
  ].map((text) => ({ kind: 'other', text }));
}

/** What a volume is made of decides whether the client finds its files again. */
function volumes(before: Fields, after: Fields): readonly Effect[] {
  const [old, young] = [volumesOf(before), volumesOf(after)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name): Effect[] => {
    const [was, is] = [old.get(name), young.get(name)];
    if (was === is || (was === undefined && is === undefined)) return [];
    if (was === undefined) return [{ kind: 'data', text: `volume ${name} is mounted now (${is})` }];
    if (is === undefined) return [{ kind: 'data', text: `volume ${name} is no longer mounted (${was})` }];
    return [{ kind: 'data', text: `volume ${name} is another one: ${fromTo(was, is)}; no file is copied` }];
  });
}

/** The volumes that hold files which must outlive the Pod, each with what it is made of. */
function volumesOf(template: Fields): ReadonlyMap<string, string> {
  const lasting = itemsOf(fieldsOf(template['spec'])['volumes']).flatMap((item): [string, string][] => {
    const volume = fieldsOf(item);
    const source = sourceOf(volume);
    return source === undefined ? [] : [[textOf(volume['name']) ?? '', source]];
  });
  return new Map(lasting);
}

function sourceOf({ persistentVolumeClaim, hostPath, nfs }: Fields): string | undefined {
  const claim = textOf(fieldsOf(persistentVolumeClaim)['claimName']);
  if (claim !== undefined) return `claim ${claim}`;
  const path = textOf(fieldsOf(hostPath)['path']);
  if (path !== undefined) return path;
  const { server, path: exported } = fieldsOf(nfs);
  return server === undefined ? undefined : `${textOf(server)}:${textOf(exported)}`;
}

function templateOf(object: KubernetesObject): Fields {
  return fieldsOf(fieldsOf(object['spec'])['template']);
}

function containersOf(template: Fields): ReadonlyMap<string, Fields> {
  const spec = fieldsOf(template['spec']);
  const all = ['initContainers', 'containers'].flatMap((list) => itemsOf(spec[list]).map(fieldsOf));
  return new Map(all.map((container) => [textOf(container['name']) ?? '', container]));
}
