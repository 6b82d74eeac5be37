import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { handWritten } from '../locks/closed-manifests';

/** What is found after somebody opened image-pin and annotated the workload, or its Pod template. */
function findingsWith(annotations: Record<string, unknown>, onTemplate = false): readonly string[] {
  const manifests = handWritten();
  manifests.client.image = 'lscr.io/linuxserver/qbittorrent:latest';
  const { deployment } = manifests;
  const { metadata } = onTemplate ? deployment.spec.template : deployment;
  metadata.annotations = annotations;
  return checkManifests(manifests.documents, locks).findings.map(
    ({ lock, severity, path, message, suppressed }) =>
      `${lock} ${severity} ${suppressed === undefined ? `${path}: ${message}` : `because ${suppressed.because}`}`,
  );
}

const open =
  'image-pin risk spec.template.spec.containers[0].image: qbittorrent runs lscr.io/linuxserver/qbittorrent:latest, whose tag moves to every new image';

test('without an annotation the finding counts', () => {
  expect(findingsWith({})).toEqual([open]);
});

test.each([false, true])(
  'a reason loosens the lock; the finding stays in the list (on the template: %s)',
  (onTemplate) => {
    const annotations = { 'podlock/loosened-image-pin': 'because the node rebuilds it every night' };
    expect(findingsWith(annotations, onTemplate)).toEqual(['image-pin risk because the node rebuilds it every night']);
  },
);

test.each(['', '  ', 'because', 'Because: ', 'true', true, 1, null, {}])(
  'the reason %j does not count, and is a finding',
  (value) => {
    expect(findingsWith({ 'podlock/loosened-image-pin': value })).toEqual([
      open,
      'suppression advice metadata.annotations."podlock/loosened-image-pin": loosens image-pin without a reason, so it does not count',
    ]);
  },
);

test('an annotation for another lock loosens nothing', () => {
  expect(findingsWith({ 'podlock/loosened-dns': 'because I like it' })).toEqual([open]);
});

test('an annotation for no lock is a finding, with the nearest lock', () => {
  expect(findingsWith({ 'podlock/loosened-imagepin': 'because of a typing error' }, true)).toEqual([
    open,
    'suppression advice spec.template.metadata.annotations."podlock/loosened-imagepin": loosens "imagepin", which is no lock; did you mean "image-pin"?',
  ]);
});
