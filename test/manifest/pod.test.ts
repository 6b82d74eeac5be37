import { capabilitiesOf } from '../../lib/manifest/capabilities';
import { gluetunSettings } from '../../lib/manifest/gluetun-settings';
import { selects, serviceSelects } from '../../lib/manifest/label-selector';
import { imageName } from '../../lib/manifest/pod-container';
import { readManifests } from '../../lib/manifest/read-manifests';
import { findVpnPods, type VpnPod } from '../../lib/manifest/vpn-pod';
import { workloadOf } from '../../lib/manifest/workload';

function podsOf(yaml: string): readonly VpnPod[] {
  return findVpnPods(readManifests(yaml, 'x.yaml').documents);
}

function podOf(yaml: string): VpnPod {
  const [pod] = podsOf(yaml);
  if (pod === undefined) throw new Error('the manifest has no Pod with gluetun');
  return pod;
}

const podSpec = "{containers: [{name: vpn, image: 'qmcgaw/gluetun:v3.41.3'}]}";

test.each([
  ['Pod', `spec: ${podSpec}`, ['spec']],
  ['Deployment', `spec: {template: {spec: ${podSpec}}}`, ['spec', 'template', 'spec']],
  ['StatefulSet', `spec: {template: {spec: ${podSpec}}}`, ['spec', 'template', 'spec']],
  ['Job', `spec: {template: {spec: ${podSpec}}}`, ['spec', 'template', 'spec']],
  [
    'CronJob',
    `spec: {jobTemplate: {spec: {template: {spec: ${podSpec}}}}}`,
    ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ],
  ['Rollout', `spec: {template: {spec: ${podSpec}}}`, ['spec', 'template', 'spec']],
])('a %s makes Pods', (kind, spec, path) => {
  const { workload } = podOf(`apiVersion: x/v1\nkind: ${kind}\nmetadata: {name: a, namespace: b}\n${spec}`);
  expect(workload.reference).toEqual({ kind, namespace: 'b', name: 'a' });
  expect(workload.podSpecPath).toEqual(path);
});

test('a Service makes none', () => {
  const [service] = readManifests(
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: []}',
    'x',
  ).documents;
  expect(service && workloadOf(service)).toBeUndefined();
});

function pod(containers: string, initContainers = '[]'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {initContainers: ${initContainers}, containers: ${containers}}\n`;
}

test.each([
  ['by its image', pod("[{name: a, image: qbittorrent:5}, {name: b, image: 'ghcr.io/qdm12/gluetun@sha256:00'}]"), 'b'],
  ['by its image in a mirror', pod("[{name: a, image: 'registry.local:5000/mirror/gluetun'}]"), 'a'],
  ['by its environment', pod('[{name: a, image: mine, env: [{name: VPN_SERVICE_PROVIDER, value: mullvad}]}]'), 'a'],
  [
    'although the guard has the same image',
    pod(
      '[{name: c, image: client}]',
      '[{name: guard, image: gluetun, command: [sh, -c, iptables]}, {name: b, image: gluetun, restartPolicy: Always}]',
    ),
    'b',
  ],
  [
    'although a helper has the same image',
    pod(
      '[{name: a, image: gluetun, command: [sleep]}, {name: b, image: gluetun, command: [sh, -c, exec /gluetun-entrypoint]}]',
    ),
    'b',
  ],
])('gluetun is found %s', (_, yaml, name) => {
  expect(podOf(yaml).gluetun.name).toBe(name);
});

test.each(['gluetun-exporter:1', 'notgluetun:1', 'qmcgaw/ddns-updater'])('%s is not gluetun', (image) => {
  expect(podsOf(pod(`[{name: a, image: '${image}'}]`))).toEqual([]);
});

test.each([
  ['ghcr.io/qdm12/gluetun:v3.41.3', 'gluetun'],
  ['registry:5000/a/b@sha256:00', 'b'],
  ['Gluetun', 'gluetun'],
])('the name of %s is %s', (image, name) => {
  expect(imageName(image)).toBe(name);
});

const environmentOf = (env: string, more = '') => {
  const { gluetun } = podOf(`${pod(`[{name: a, image: gluetun, ${env}}]`)}${more}`);
  return (name: string) => {
    const variable = gluetun.environment.get(name);
    if (variable === undefined) return undefined;
    const value = 'value' in variable ? variable.value : 'field' in variable ? variable.field : variable.source;
    return `${variable.kind} ${value}`;
  };
};

const sources = `---
apiVersion: v1
kind: ConfigMap
metadata: {name: map}
data: {A: from map, B: from map}
---
apiVersion: v1
kind: Secret
metadata: {name: keys}
data: {S: c2VjcmV0}
stringData: {T: plain}
`;

test('a variable comes from the manifest, from what the input holds, or is unknown', () => {
  const get = environmentOf(
    `envFrom: [{configMapRef: {name: map}}, {secretRef: {name: keys}, prefix: P_}],
     env: [{name: B, value: own}, {name: C, value: 'x-$(A)-$(NOBODY)-$$(A)'}, {name: D, valueFrom: {configMapKeyRef: {name: map, key: A}}},
       {name: E, valueFrom: {secretKeyRef: {name: other, key: k}}}, {name: F, valueFrom: {fieldRef: {fieldPath: status.podIP}}},
       {name: G, valueFrom: {configMapKeyRef: {name: nowhere, key: A}}}, {name: H, value: 8080}]`,
    sources,
  );
  expect(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'P_S', 'P_T', 'NOBODY'].map(get)).toEqual([
    'value from map',
    'value own',
    'value x-from map-$(NOBODY)-$(A)',
    'value from map',
    'secret undefined',
    'field status.podIP',
    'unknown ConfigMap "nowhere"',
    'value 8080',
    'secret secret',
    'secret plain',
    undefined,
  ]);
});

test('what the input lacks may set every name, and override what came before it', () => {
  const get = environmentOf(
    'envFrom: [{configMapRef: {name: map}}, {configMapRef: {name: later}}], env: [{name: B, value: own}]',
    sources,
  );
  expect(['A', 'B', 'ANY'].map(get)).toEqual(['unknown ConfigMap "later"', 'value own', 'unknown ConfigMap "later"']);
});

test("gluetun's settings are those that its start script exports last", () => {
  const settings = gluetunSettings(
    podOf(
      pod(`[{name: a, image: gluetun, env: [{name: A, value: '1'}, {name: B, value: ' "on" '}, {name: E, value: ''}],
      command: [/bin/sh, -c, 'export A=2 C="$(id)x"; exec /gluetun-entrypoint']}]`),
    ),
  );
  expect(['A', 'B', 'C', 'D', 'E'].map((name) => ({ ...settings.get(name), path: undefined }))).toEqual([
    { kind: 'value', value: '2', secret: false, path: undefined },
    { kind: 'value', value: 'on', secret: false, path: undefined },
    { kind: 'computed', text: '\u0000x', path: undefined },
    { kind: 'unset', path: undefined },
    { kind: 'unset', path: undefined },
  ]);
});

test.each([
  ['nothing', undefined, true, true],
  ['drop ALL', { drop: ['ALL'] }, false, false],
  ['drop all', { drop: ['all'] }, false, false],
  ['drop NET_RAW', { drop: ['net_raw'] }, false, true],
  ['drop CAP_NET_RAW', { drop: ['CAP_NET_RAW'] }, true, true],
  ['drop ALL, add NET_RAW', { drop: ['ALL'], add: ['NET_RAW'] }, true, false],
  ['add and drop NET_RAW', { drop: ['ALL', 'NET_RAW'], add: ['NET_RAW'] }, false, false],
  ['add ALL', { add: ['ALL'] }, true, true],
  ['add and drop ALL, which runtimes take in two ways', { drop: ['ALL'], add: ['ALL'] }, true, true],
  ['a list of nonsense', { add: [null, {}], drop: 'ALL' }, true, true],
])('a container that asks for %s', (_, capabilities, raw, mknod) => {
  const granted = capabilitiesOf({ securityContext: { capabilities } });
  expect([granted.has('NET_RAW'), granted.has('MKNOD')]).toEqual([raw, mknod]);
});

test('a privileged container has every capability, whatever it drops', () => {
  expect(capabilitiesOf({ securityContext: { privileged: true, capabilities: { drop: ['ALL'] } } }).has('BPF')).toBe(
    true,
  );
});

const labels = new Map([
  ['app', 'a'],
  ['tier', 'web'],
]);

test.each([
  [{}, true],
  [undefined, true],
  [{ matchLabels: { app: 'a' } }, true],
  [{ matchLabels: { app: 'b' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] }, false],
  [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'Equals' }] }, false],
  [{ matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
])('selector %j selects the Pod: %s', (selector, expected) => {
  expect(selects(selector, labels)).toBe(expected);
});

test('the empty selector of a Service selects nothing', () => {
  expect([serviceSelects({}, labels), serviceSelects({ app: 'a' }, labels)]).toEqual([false, true]);
});
