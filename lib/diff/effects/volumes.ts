import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import { type Effect, fromTo } from '../effect';

/** What a volume is made of decides whether the client finds its files again. */
export function volumeChanges(before: Fields, after: Fields): readonly Effect[] {
  const [old, young] = [volumesOf(before), volumesOf(after)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name): Effect[] => {
    const [was, is] = [old.get(name), young.get(name)];
    if (was === is || (was === undefined && is === undefined)) return [];
    if (was === undefined) return [{ kind: 'data', text: `volume ${name} is mounted now (${is})` }];
    if (is === undefined) return [{ kind: 'data', text: `volume ${name} is no longer mounted (${was})` }];
    return [{ kind: 'data', text: `volume ${name} is another one: ${fromTo(was, is)}; no file is copied` }];
  });
}

/** The volumes of a Pod that hold files which must outlive it, each with what it is made of. */
export function volumesOf(podSpec: Fields): ReadonlyMap<string, string> {
  const lasting = itemsOf(podSpec['volumes']).flatMap((item): [string, string][] => {
    const volume = fieldsOf(item);
    const source = sourceOf(volume);
    return source === undefined ? [] : [[textOf(volume['name']) ?? '', source]];
  });
  return new Map(lasting);
}

function sourceOf({ persistentVolumeClaim, hostPath, nfs }: Fields): string | undefined {
  const claim = textOf(fieldsOf(persistentVolumeClaim)['claimName']);
  if (claim !== undefined) return claimSource(claim);
  const path = textOf(fieldsOf(hostPath)['path']);
  if (path !== undefined) return path;
  const { server, path: exported } = fieldsOf(nfs);
  return server === undefined ? undefined : `${textOf(server)}:${textOf(exported)}`;
}

/** How a claim is named as the source of a volume. */
export function claimSource(name: string): string {
  return `claim ${name}`;
}
