import type { Path } from './document';
import type { ManifestIndex } from './manifest-index';
import { type Fields, fieldsOf, itemsOf, textOf } from './plain-value';
import type { PodContainer } from './pod-container';
import type { SecretValues } from './secret-values';
import type { Workload } from './workload';

/** A volume of a Pod. */
export interface PodVolume {
  readonly name: string;
  readonly path: Path;
  readonly fields: Fields;
}

/** A place in a container's file system that a volume fills. */
export interface Mount {
  readonly mountPath: string;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
  readonly path: Path;
  readonly volume: PodVolume;
}

/** A file that a ConfigMap or a Secret puts into a container. */
export interface MountedFile {
  /** Its full name in the container; a folder's name when the input lacks what fills it. */
  readonly name: string;
  /** @default - the input lacks the ConfigMap or the Secret, or shows it encrypted */
  readonly text: string | undefined;
  readonly secret: boolean;
  readonly mount: Mount;
}

/** The volumes that a Pod declares, by name. */
export function volumesOf({ podSpec, podSpecPath }: Workload): ReadonlyMap<string, PodVolume> {
  return new Map(
    itemsOf(podSpec['volumes']).map((item, index) => {
      const fields = fieldsOf(item);
      const name = textOf(fields['name']) ?? '';
      return [name, { name, path: [...podSpecPath, 'volumes', index], fields }];
    }),
  );
}

/** What a container mounts. A mount of a volume that the Pod lacks is left out: the API server refuses it. */
export function mountsOf(container: PodContainer, volumes: ReadonlyMap<string, PodVolume>): readonly Mount[] {
  return itemsOf(container.fields['volumeMounts']).flatMap((item, index): Mount[] => {
    const fields = fieldsOf(item);
    const volume = volumes.get(textOf(fields['name']) ?? '');
    if (volume === undefined) return [];
    return [
      {
        mountPath: (textOf(fields['mountPath']) ?? '').replace(/(?<=.)\/+$/, ''),
        subPath: textOf(fields['subPath']) || textOf(fields['subPathExpr']) || undefined,
        readOnly: fields['readOnly'] === true,
        path: [...container.path, 'volumeMounts', index],
        volume,
      },
    ];
  });
}

/** The files that ConfigMaps and Secrets put into a container, with their text where the input has it. */
export function mountedFiles(
  mounts: readonly Mount[],
  namespace: string | undefined,
  index: ManifestIndex,
): readonly MountedFile[] {
  return mounts.flatMap((mount) =>
    sourcesOf(mount.volume.fields).flatMap(({ secret, name, items }): MountedFile[] => {
      const data = secret ? index.secret(name, namespace) : index.configMap(name, namespace);
      if (data === undefined) return [{ name: mount.mountPath, text: undefined, secret, mount }];
      return filesOf(data, items).flatMap(([file, text]) => {
        const place = placeOf(mount, file);
        return place === undefined ? [] : [{ name: place, text, secret, mount }];
      });
    }),
  );
}

interface Source {
  readonly secret: boolean;
  readonly name: string;
  readonly items: unknown;
}

/** The ConfigMaps and Secrets of a volume; a projected one has several. */
export function sourcesOf(volume: Fields): readonly Source[] {
  const { secret, configMap, projected } = volume;
  return [
    ...(secret ? [sourceOf(secret, 'secretName', true)] : []),
    ...(configMap ? [sourceOf(configMap, 'name', false)] : []),
    ...itemsOf(fieldsOf(projected)['sources']).flatMap((item) => {
      const part = fieldsOf(item);
      return [
        ...(part['secret'] ? [sourceOf(part['secret'], 'name', true)] : []),
        ...(part['configMap'] ? [sourceOf(part['configMap'], 'name', false)] : []),
      ];
    }),
  ];
}

function sourceOf(source: unknown, nameField: string, secret: boolean): Source {
  const fields = fieldsOf(source);
  return { secret, name: textOf(fields[nameField]) ?? '', items: fields['items'] };
}

function filesOf(data: SecretValues, items: unknown): readonly (readonly [string, string | undefined])[] {
  if (!Array.isArray(items)) return [...data];
  return items.flatMap((item) => {
    const { key, path } = fieldsOf(item);
    const name = textOf(key) ?? '';
    return data.has(name) ? [[textOf(path) ?? '', data.get(name)] as const] : [];
  });
}

function placeOf({ mountPath, subPath }: Mount, file: string): string | undefined {
  if (subPath === undefined) return `${mountPath}/${file}`;
  return subPath === file ? mountPath : undefined;
}
