import { IMAGES_AS_OF, knownRelease } from '../main-file/known-images';
import { Remark } from '../main-file/main-file';
import type { Conversion } from './conversion';
import type { Service } from './service';
import { at, textAt } from './tree';

/** A tag that stays what it is: three numbers, and no word that says it moves. The declaration demands the same. */
const RELEASE = /^(?:version-|release-)?v?\d+\.\d+\.\d+/;
const MOVING = /[._-](?:latest|nightly|edge|rolling|unstable|develop|master|main)(?:[._-]|$)/i;

/**
 * The image of a member, pinned: the user's own choice, the file's, or a release from the table. Where nobody knows one
 * it is a stand-in that no registry has: the Pod then waits for its image and runs nothing.
 */
export function imageOf(service: Service, conversion: Conversion, to: string): string | Remark {
  const { ledger, options } = conversion;
  const path = `${service.path}.image`;
  const chosen = options.images.get(service.name);
  if (chosen !== undefined) {
    ledger.map(path, `${to} (--image ${service.name}=…)`);
    return chosen;
  }
  const image = textAt(service.tree, 'image');
  if (image === undefined)
    return standIn(
      service,
      conversion,
      `registry.example.org/${label(service.name)}`,
      'is built on the compose host, and the cluster pulls images only',
    );
  const place = at(service.tree, 'image')?.place ?? service.tree.place;
  const needed = conversion.needed({ text: image, path, place });
  if (needed === undefined) return image;
  ledger.map(path, to);
  const { isPinned, repository, tag } = parts(needed);
  if (at(service.tree, 'build') !== undefined && !repository.includes('/')) {
    return standIn(
      service,
      conversion,
      `registry.example.org/${repository}`,
      'is built on the compose host, and the cluster pulls images only',
    );
  }
  if (isPinned) return needed;
  const release = knownRelease(repository);
  const had = tag === undefined ? 'no tag' : `the tag "${tag}"`;
  conversion.note('was wrong', 'has an image that changes under you (no tag, or one that moves)', {
    subject: service.name,
    lock: 'image-pin',
    place,
  });
  if (release === undefined)
    return standIn(service, conversion, repository, `has ${had}, and Podlock knows no release of it`);
  conversion.note('decided', `has a release of its image that was there on ${IMAGES_AS_OF}, written in main.ts`, {
    subject: service.name,
    place,
  });
  return new Remark(`The compose file has ${had}; this release was there on ${IMAGES_AS_OF}.`, release);
}

function standIn(service: Service, conversion: Conversion, repository: string, why: string): Remark {
  const place = at(service.tree, 'image')?.place ?? at(service.tree, 'build')?.place ?? service.tree.place;
  conversion.note('fill in', `the image of ${service.name}, which ${why}: --image ${service.name}=REPOSITORY:RELEASE`, {
    place,
  });
  return new Remark(`FILL IN a release. The image ${why}.`, `${repository}:0.0.0`);
}

export function parts(image: string): {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly isPinned: boolean;
} {
  const [name = '', digest] = image.split('@');
  const [, repository = name, tag] = /^(.*?)(?::([^/:]*))?$/.exec(name) ?? [];
  const isPinned = digest !== undefined || (tag !== undefined && RELEASE.test(tag) && !MOVING.test(tag));
  return { repository, tag, isPinned };
}

/** A name as Kubernetes takes it: a-z, 0-9 and "-", beginning with a letter. */
export function label(name: string, longest = 40): string {
  const cleaned = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return cleaned === '' ? 'app' : cleaned;
}
