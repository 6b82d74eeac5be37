import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import type { Conversion } from './conversion';
import { label } from './map-image';
import { type Mount, mountsOf } from './mounts';
import type { Service } from './service';
import { showMarks } from './unset';
import { type MountSource, volumeSource, withSizeRemark } from './volume-kinds';

/** The volumes of one Pod. */
export interface MappedVolumes {
  readonly storage: SourceObject;
  /** What each companion has of its own, and of the client's. */
  readonly companions: ReadonlyMap<Service, CompanionVolumes>;
}

export interface CompanionVolumes {
  readonly storage: readonly SourceValue[];
  readonly shared: readonly SourceValue[];
}

/**
 * Sorts the mounts of a Pod's containers: /config and /downloads of the client, its further folders, what companions have
 * of their own, and what they share. Two containers can share only what the client has too.
 */
export function mapVolumes(
  pod: {
    readonly path: string;
    readonly client: Service;
    readonly companions: readonly Service[];
    readonly isTorrentClient: boolean;
  },
  conversion: Conversion,
): MappedVolumes {
  return new VolumePlan(pod.path, conversion, pod.isTorrentClient).plan(pod.client, pod.companions);
}

class VolumePlan {
  private readonly storage: Record<string, SourceValue> = {};
  private readonly volumes: SourceObject[] = [];
  /** What each data is called among the client's volumes. */
  private readonly names = new Map<string, string>();
  private readonly taken = new Set<string>(['config', 'downloads']);
  private readonly clientTargets = new Set<string>(['/config', '/downloads', '/tmp', '/scratch']);

  constructor(
    private readonly pod: string,
    private readonly conversion: Conversion,
    private readonly isTorrentClient: boolean,
  ) {}

  plan(client: Service, companions: readonly Service[]): MappedVolumes {
    for (const mount of mountsOf(client, this.conversion)) this.addToClient(mount);
    const mounts = new Map(companions.map((companion) => [companion, mountsOf(companion, this.conversion)]));
    const uses = [...mounts.values()].flat().map(({ source }) => source.id);
    const planned = new Map(
      [...mounts].map(([companion, own], index) => [companion, this.companion(index, own, uses)] as const),
    );
    this.addMissing();
    this.tellNested([...mounts.values()].flat());
    return {
      storage: { ...this.storage, volumes: this.volumes.length === 0 ? undefined : this.volumes },
      companions: planned,
    };
  }

  private addToClient(mount: Mount): void {
    const { source, target } = mount;
    const { ledger } = this.conversion;
    if (target === '/config' || target === '/downloads') {
      const name = target.slice(1);
      this.storage[name] =
        name === 'config'
          ? volumeSource(source, this.conversion)
          : withSizeRemark(volumeSource(source, this.conversion));
      this.names.set(source.id, name);
      ledger.map(source.path, `${this.pod}.storage.${name}`);
      return;
    }
    if (/^\/(?:config|tmp|scratch)\//.test(target)) {
      ledger.drop(source.path, `lies inside ${target.split('/').slice(0, 2).join('/')}, which is a volume of its own`);
      this.conversion.note(
        'decided',
        `${showMarks(source.text)} at ${target} is left out: it lies inside another volume`,
        { place: source.place },
      );
      return;
    }
    this.addVolume(source, target, mount.readOnly);
  }

  private addVolume(source: MountSource, target: string, readOnly: boolean): string {
    const known = this.names.get(source.id);
    if (known !== undefined) {
      this.conversion.ledger.drop(source.path, `the same data is mounted already, as ${known}`);
      return known;
    }
    const name = this.freeName(target);
    this.names.set(source.id, name);
    this.clientTargets.add(target);
    this.conversion.ledger.map(source.path, `${this.pod}.storage.volumes[${this.volumes.length}]`);
    this.volumes.push({
      name,
      mountPath: target,
      readOnly: readOnly || undefined,
      ...volumeSource(source, this.conversion),
    });
    return name;
  }

  private companion(index: number, mounts: readonly Mount[], uses: readonly string[]): CompanionVolumes {
    const storage: SourceObject[] = [];
    const shared: SourceObject[] = [];
    const names = new Set<string>();
    for (const mount of mounts) {
      const { readOnly, source, target } = mount;
      const isShared = this.names.has(source.id) || uses.filter((id) => id === source.id).length > 1;
      if (isShared) {
        const volume = this.sharedName(mount);
        if (volume === undefined) continue;
        this.conversion.ledger.map(source.path, `${this.pod}.companions[${index}].shared[${shared.length}]`);
        shared.push({ volume, mountPath: target, readOnly: readOnly || undefined });
      } else {
        const name = unique(label(target, 24), names);
        this.conversion.ledger.map(source.path, `${this.pod}.companions[${index}].storage[${storage.length}]`);
        storage.push({
          name,
          mountPath: target,
          readOnly: readOnly || undefined,
          ...volumeSource(source, this.conversion),
        });
      }
    }
    return { storage, shared };
  }

  /** The client's volume with this data; undefined where it holds the client's settings. */
  private sharedName({ service, source, target }: Mount): string | undefined {
    const known = this.names.get(source.id);
    if (known === 'config') {
      this.conversion.ledger.drop(
        source.path,
        "the client's settings, its binding to the tunnel among them, are for the client alone",
      );
      this.conversion.note('decided', `${service.name} no longer has the client's settings at ${target}`, {
        place: source.place,
      });
      return undefined;
    }
    if (known !== undefined) return known;
    const place = this.clientTargets.has(target) ? `/shared/${label(target)}` : target;
    this.conversion.note(
      'decided',
      `${showMarks(source.text)} is mounted in the client too, at ${place}: companions share what the client has`,
      { place: source.place },
    );
    return this.addVolume(source, place, false);
  }

  /** A torrent client has /config and /downloads, whatever the file says. */
  private addMissing(): void {
    if (!this.isTorrentClient) return;
    this.storage['config'] ??= new Remark('The compose file keeps no settings: they were lost with the container.', {
      claim: { size: '1Gi' },
    });
    const words =
      this.volumes.length === 0
        ? 'The size is a guess.'
        : 'Nothing of the compose file was at /downloads; the folders that it used keep their places below.';
    this.storage['downloads'] ??= new Remark(words, { claim: { size: this.volumes.length === 0 ? '100Gi' : '1Gi' } });
  }

  private freeName(target: string): string {
    return unique(label(target, 26), this.taken);
  }

  /** Folders inside one another are one file system on the compose host, and two as claims. */
  private tellNested(mounts: readonly Mount[]): void {
    if (this.conversion.options.storage.kind !== 'claim') return;
    const folders = [...new Set([...this.names.keys(), ...mounts.map(({ source }) => source.id)])].filter((id) =>
      id.startsWith('bind '),
    );
    for (const inner of folders) {
      const outer = folders.find((other) => other !== inner && inner.startsWith(`${other}/`));
      if (outer === undefined) continue;
      const [outerName, innerName] = [outer, inner].map((id) => showMarks(id.slice('bind '.length)));
      const message = `lies inside ${outerName}: as claims they are two volumes, without hard links between them; with --storage hostPath or nfs they stay one`;
      this.conversion.note('decided', message, { subject: innerName ?? '' });
    }
  }
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  taken.add(free);
  return free;
}
