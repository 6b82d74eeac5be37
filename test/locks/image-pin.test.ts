import fc from 'fast-check';
import { checkManifests } from '../../lib/check/check-manifests';
import { lock } from '../../lib/locks/image-pin';
import { exampleWith, mistakesIn } from '../declaration/example-declaration';
import { runs } from '../runs';
import { handWritten } from './closed-manifests';
import { set } from './locked-manifests';

function isOpen(image: string): boolean {
  const manifests = handWritten();
  set(manifests.client, 'image', image);
  return checkManifests(manifests.documents, [lock]).findings.length > 0;
}

const part = fc.constantFrom(
  '5',
  '1.4',
  '.1',
  '-',
  '_',
  'v',
  'version-',
  'release-',
  'Latest',
  'nightly',
  'beta',
  'r0',
);
const tag = fc
  .array(part, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => /^\w/.test(text));

test('a declaration takes a tag if, and only if, the check has nothing against it', () => {
  const release = tag.map((text) => `5.1.4${text}`);
  fc.assert(
    fc.property(fc.oneof(tag, release), (text) => {
      const image = `lscr.io/linuxserver/qbittorrent:${text}`;
      expect(mistakesIn(exampleWith({ 'pods.0.client.image': image })).length > 0).toBe(isOpen(image));
    }),
    { numRuns: runs(60) },
  );
});
