import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import type { ManifestDocument } from '../../lib/manifest/document';
import { renderedWithout, repeatsDefaults } from './applied-locks';
import { handWritten, renderedExample, renderedMedia } from './closed-manifests';
import type { LockedManifests } from './locked-manifests';
import { mediaMutations } from './media-mutations';
import { mutations } from './mutations';
import { variations } from './variations';

/** The locks that are open although nobody gave a reason. */
function openIn({ documents }: LockedManifests): readonly string[] {
  return openAmong(documents);
}

function openAmong(documents: readonly ManifestDocument[]): readonly string[] {
  const { findings } = checkManifests(documents, locks);
  return [...new Set(findings.filter(({ suppressed }) => suppressed === undefined).map(({ lock }) => lock))];
}

const opened = Object.entries(mutations).flatMap(([lock, list]) => list.map((mutation) => ({ lock, ...mutation })));

test.each(opened)('only $lock is open when $name', ({ lock, change, also = [] }) => {
  const manifests = [handWritten(), renderedExample()];
  manifests.forEach(change);
  const found = manifests.map((each) => openIn(each).toSorted());
  const expected = [lock, ...also].toSorted();
  expect(found).toEqual([expected, expected]);
});

/** With hosts the variable that somebody else might set is set. */
const withoutMeaning = 'what the input lacks may set the firewall';

test.each(opened.filter(({ name }) => name !== withoutMeaning))(
  'beside companions and hosts, only $lock is open when $name',
  ({ lock, change, also = [] }) => {
    const manifests = renderedMedia();
    change(manifests);
    expect(openIn(manifests).toSorted()).toEqual([lock, ...also].toSorted());
  },
);

test.each(mediaMutations)('beside companions and hosts, only $lock is open when $name', ({ lock, change }) => {
  const manifests = renderedMedia();
  change(manifests);
  // A client that nothing binds is one that no restart makes hear, and one without a port, too.
  const implied = lock === 'interface-binding' ? ['restart'] : [];
  expect(openIn(manifests).filter((other) => !implied.includes(other))).toEqual([lock]);
});

const closed = Object.values(variations).flat();

test.each(closed)('no lock is open when $name', ({ change }) => {
  const manifests = handWritten();
  change(manifests);
  expect(openIn(manifests)).toEqual([]);
});

const ids = locks.map(({ about }) => about.id);

test('with every lock applied none is open', () => {
  expect(openAmong(renderedWithout())).toEqual([]);
});

test.each(ids)('without %s being applied, no other lock is open', (id) => {
  expect(openAmong(renderedWithout(id))).toEqual(repeatsDefaults.includes(id) ? [] : [id]);
});
