import { parseDeclaration, renderManifests } from '../../lib';
import { refuseOpenLocks } from '../../lib/synth/refuse-open-locks';
import { exampleDeclaration } from '../declaration/example-declaration';

const rendered = renderManifests(parseDeclaration(exampleDeclaration()));

/** The rendered manifests, with the text of every file changed. */
function changed(change: (content: string) => string) {
  return {
    ...rendered,
    pods: rendered.pods.map((pod) => pod.map(({ path, content }) => ({ path, content: change(content) }))),
  };
}

test('what was rendered passes', () => {
  expect(() => refuseOpenLocks(rendered)).not.toThrow();
});

test('fails when a lock is open, naming lock, object and remedy', () => {
  const open = changed((content) => content.replace('hostNetwork: false', 'hostNetwork: true'));
  expect(() => refuseOpenLocks(open)).toThrow(
    /shared-namespace[\s\S]*Deployment downloads\/qbittorrent|Deployment downloads\/qbittorrent[\s\S]*shared-namespace/,
  );
});

test('fails when there is no VPN Pod to check, rather than find nothing wrong with it', () => {
  const none = {
    ...rendered,
    pods: rendered.pods.map((pod) => pod.filter(({ path }) => !path.endsWith('deployment.yaml'))),
  };
  expect(() => refuseOpenLocks(none)).toThrow('0 VPN Pods were found, not 1');
});

test('fails when what was rendered cannot be read back', () => {
  const broken = changed((content) => content.replace('kind: Service', 'kind: [Service'));
  expect(() => refuseOpenLocks(broken)).toThrow('service.yaml');
});
