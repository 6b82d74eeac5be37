import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { customKinds, definitions } from '../custom-resources';
import { validDeclaration } from '../declaration/arbitrary-declaration';
import { everyKind, objectsOf } from '../every-kind';
import { evidence } from './evidence';
import { apply, kubectl, remove } from './kubectl';
import { makeNamespace, removeEverything } from './our-namespaces';

/** Of no cluster, but for programs that read dist/. */
const isOfCluster = ({ apiVersion }: KubernetesObject) =>
  !/^(kustomize\.config\.k8s\.io|viaduct\.ai)\//.test(apiVersion);
const random = fc.sample(validDeclaration(), { numRuns: 15, seed: 2026 });
const known = everyKind().filter(isOfCluster);
const objects = [...known, ...random.flatMap((declaration) => objectsOf([declaration])).filter(isOfCluster)];
let added: readonly KubernetesObject[] = [];

const dryRun = (...several: KubernetesObject[]) => apply(several, '--dry-run=server', '--force-conflicts');
const crds = (several: readonly KubernetesObject[]) => several.map(({ metadata }) => `crd/${metadata.name}`);

beforeAll(async () => {
  await removeEverything();
  const there = (await kubectl(['get', 'crds', '-o', 'name'])).split('\n').map((name) => name.replace(/^.*\//, ''));
  added = definitions.filter(({ metadata }) => !there.includes(metadata.name));
  await apply(added);
  await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...crds(definitions)]);
  const existing = (await kubectl(['get', 'namespaces', '-o', 'jsonpath={.items[*].metadata.name}'])).split(' ');
  const needed = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  for (const name of needed) if (!existing.includes(name)) await makeNamespace(name);
});

afterAll(async () => {
  if (added.length > 0) await remove(...crds(added));
  await removeEverything();
});

test('the API server takes every kind that dist/ can hold, with no unknown field', async () => {
  expect(known.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(
    expect.arrayContaining([...customKinds]),
  );
  const taken = await dryRun(...objects);
  expect(taken.trim().split('\n')).toHaveLength(objects.length);
  const kinds = new Set(objects.map(({ kind }) => kind));
  evidence(
    `${objects.length} objects of ${kinds.size} kinds, of ${random.length} random declarations among them, taken`,
  );
});

test.each(customKinds)('a field that its CRD does not know is refused: %s', async (name) => {
  const [object] = known.filter(({ apiVersion, kind }) => `${apiVersion} ${kind}` === name);
  if (object === undefined) throw new Error(`no ${name}`);
  const spec = { ...(object['spec'] as object), podlock: true };
  await expect(dryRun({ ...object, spec })).rejects.toThrow(/unknown field "podlock"/);
});
