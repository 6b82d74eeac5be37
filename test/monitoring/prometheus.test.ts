import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { DeploymentSpec, KubernetesObject } from '../../lib/manifest/kubernetes';
import { faults } from '../custom-resources';
import { exampleDeclaration, examplePod, mistakesIn } from '../declaration/example-declaration';
import { mediaDeclaration, mediaPod } from '../declaration/media-declaration';

interface Monitor {
  readonly spec: {
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly podMetricsEndpoints: readonly [{ readonly port: string }];
  };
}

interface Rule {
  readonly spec: { readonly groups: readonly [{ readonly rules: { alert: string; expr: string; for: string }[] }] };
}

function objectsOf(declaration: unknown): readonly KubernetesObject[] {
  const { pods } = renderManifests(parseDeclaration(declaration));
  return pods.flat().flatMap(({ content }) => loadAll(content) as KubernetesObject[]);
}

function withMetrics(metrics: unknown): unknown {
  return { ...exampleDeclaration(), pods: [{ ...examplePod(), metrics }] };
}

const objects = objectsOf(mediaDeclaration());
function find(kind: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

test("the PodMonitor and the PrometheusRule are as the Prometheus Operator's CRDs demand", () => {
  expect([find('PodMonitor'), find('PrometheusRule')].flatMap(faults)).toEqual([]);
});

test('its CRDs refuse a duration with a space, and a field that they do not know', () => {
  const rule = structuredClone(find('PrometheusRule')) as unknown as Rule & KubernetesObject;
  for (const each of rule.spec.groups[0].rules) each.for = '5 m';
  expect(faults(rule)).not.toEqual([]);
  expect(faults({ ...find('PodMonitor'), status: {} })).not.toEqual([]);
});

test('the PodMonitor finds the Pod by its labels, and each container that tells metrics by the name of its port', () => {
  const { spec } = find('PodMonitor') as unknown as Monitor;
  const { template } = find('Deployment')['spec'] as DeploymentSpec;
  expect(template.metadata?.labels).toMatchObject(spec.selector.matchLabels);
  const telling = template.spec?.containers.filter(({ ports = [] }) =>
    ports.some(({ name }) => name === spec.podMetricsEndpoints[0].port),
  );
  expect(telling?.map(({ name }) => name)).toEqual(['exporter', 'tunnel-metrics']);
});

test('there is an alert for a tunnel that is down, a closed port, a loosened lock, and an address that is the home one', () => {
  const { spec } = find('PrometheusRule') as unknown as Rule;
  const expressions = Object.fromEntries(spec.groups[0].rules.map(({ alert, expr }) => [alert, expr]));
  const from = '{job="downloads/qbittorrent"}';
  expect(expressions).toEqual({
    PodlockTunnelDown: `podlock_tunnel_up${from} == 0`,
    PodlockMetricsMissing: `absent(podlock_tunnel_up${from})`,
    PodlockTorrentPortClosed: `podlock_torrent_port_listening${from} == 0 and podlock_tunnel_up${from} == 1`,
    PodlockLockLoosened: `podlock_lock_loosened${from} == 1`,
    PodlockAddressIsHome: `podlock_public_address_info${from} and on (address) label_replace(router_wan_info, "address", "$1", "ip", "(.+)")`,
  });
});

test('nothing is written for the Operator, and no address told, unless it is asked for', () => {
  const kinds = objectsOf(withMetrics({})).map(({ kind }) => kind);
  expect(kinds).not.toContain('PodMonitor');
  expect(kinds).not.toContain('PrometheusRule');
  const tellsAddress = (declaration: unknown) => JSON.stringify(objectsOf(declaration)).includes('"ADDRESS_FILE"');
  expect(tellsAddress(withMetrics({ alerts: {} }))).toBe(false);
  expect(tellsAddress(mediaDeclaration())).toBe(true);
});

test('without metrics there is no such container, and gluetun keeps its folder to itself', () => {
  const text = JSON.stringify(objectsOf(exampleDeclaration()).filter(({ kind }) => kind === 'Deployment'));
  expect(text).not.toContain('tunnel-metrics');
  expect(text).not.toContain('/tmp/gluetun');
});

test.each([
  [{ port: 8080 }, /webUi\.port: 8080|metrics\.port: 8080 is the port of the client's WebUI/],
  [{ port: 'x' }, /metrics\.port: "x" is not a port/],
  [{ alerts: { homeAddress: { series: 'up{}', label: 'ip' } } }, /series: "up\{\}" is not the name of a series/],
  [{ alerts: { homeAddress: { series: 'up', label: 'a"b' } } }, /label: .* is not the name of a label of Prometheus/],
  [{ podMonitor: { labels: { release: 'a b' } } }, /labels\.release: "a b" is not the value of a label/],
])('fails on metrics %j', (metrics, mistake) => {
  expect(mistakesIn(withMetrics(metrics))).toEqual([expect.stringMatching(mistake)]);
});

test('mistakes in the metrics of a companion stand where they are', () => {
  const [first, ...others] = mediaPod().companions;
  const companions = [{ ...first, metrics: { port: 0 } }, ...others];
  expect(mistakesIn({ ...mediaDeclaration(), pods: [{ ...mediaPod(), companions }] })).toEqual([
    expect.stringMatching(/^pods\[0\]\.companions\[0\]\.metrics\.port: 0 is not a port/),
  ]);
});
