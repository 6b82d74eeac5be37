import { parseDeclaration, renderManifests } from '../../lib';
import { refuseOpenLocks } from '../../lib/synth/refuse-open-locks';
import { exampleDeclaration, exampleWith } from '../declaration/example-declaration';

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

test('a lock that the declaration loosens passes, and is handed back with its reason', () => {
  const declaration = exampleDeclaration();
  const cluster = { ...declaration.cluster, admitUnlockedPods: { because: 'k3s 1.29 has none' } };
  const loosened = refuseOpenLocks(renderManifests(parseDeclaration({ ...declaration, cluster })));
  expect(loosened.map(({ lock, suppressed }) => [lock, suppressed])).toEqual([
    ['admission', { because: 'k3s 1.29 has none' }],
  ]);
});

const service = (type: string) => `
apiVersion: v1
kind: Service
metadata: {name: mine, namespace: downloads}
spec:
  type: ${type}
  selector: {app.kubernetes.io/name: qbittorrent, app.kubernetes.io/instance: qbittorrent}
  ports: [{port: 47148, protocol: TCP}]
`;

test('fails when a manifest that lies beside them in dist/ opens a lock', () => {
  const beside = [{ path: 'home/mine.yaml', content: service('LoadBalancer') }];
  expect(() => refuseOpenLocks(rendered, beside)).toThrow(/torrent-port/);
});

test('the reason for a loosened lock is none for a manifest beside them that opens the same lock further', () => {
  const gluetun = { httpProxy: { credentials: { secret: 'proxy' }, expose: { because: 'Prowlarr lives elsewhere' } } };
  const loosened = renderManifests(parseDeclaration(exampleWith({ 'pods.0.gluetun': gluetun })));
  expect(refuseOpenLocks(loosened).map(({ lock }) => lock)).toEqual(['inbound']);
  const everything = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: everything, namespace: downloads}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}
`;
  const beside = [{ path: 'home/mine.yaml', content: everything }];
  expect(() => refuseOpenLocks(loosened, beside)).toThrow(
    /inbound \(risk\)[\s\S]*admits every port[\s\S]*home\/mine\.yaml/,
  );
});

test('what lies beside them and opens nothing does no harm, nor does what cannot be read', () => {
  const beside = [
    { path: 'home/mine.yaml', content: service('ClusterIP') },
    { path: 'home/broken.yaml', content: 'kind: [' },
    {
      path: 'home/other.yaml',
      content:
        'apiVersion: v1\nkind: Pod\nmetadata: {name: other}\nspec: {containers: [{name: gluetun, image: qmcgaw/gluetun}]}\n',
    },
  ];
  expect(refuseOpenLocks(rendered, beside)).toEqual([]);
});
