import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { DeploymentSpec, KubernetesObject, NetworkPolicySpec } from '../../lib/manifest/kubernetes';
import { guardScript } from '../../lib/pod/guard';
import { exampleDeclaration } from '../declaration/example-declaration';

/** The spec of the only object of its kind. */
function specOf<T>(kind: string): T {
  const { pods } = renderManifests(parseDeclaration(exampleDeclaration()));
  const objects = pods.flat().flatMap(({ content }) => loadAll(content) as (KubernetesObject & { spec: T })[]);
  const [found, ...more] = objects.filter((object) => object.kind === kind);
  if (found === undefined || more.length > 0) throw new Error(`not one ${kind}`);
  return found.spec;
}

test('the NetworkPolicy admits the WebUI and nothing else', () => {
  expect(specOf<NetworkPolicySpec>('NetworkPolicy').ingress).toEqual([{ ports: [{ protocol: 'TCP', port: 8080 }] }]);
});

test('the guard answers the WebUI alone, never the torrent port', () => {
  const { initContainers = [] } = specOf<DeploymentSpec>('Deployment').template.spec ?? { containers: [] };
  const [, , script] = initContainers.find(({ name }) => name === 'guard')?.command ?? [];
  expect(script).toBe(guardScript({ tunnelInterface: 'tun0', inbound: [{ protocol: 'tcp', port: 8080 }] }));
});
