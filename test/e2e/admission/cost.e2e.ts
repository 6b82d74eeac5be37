import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { renderedExample } from '../../locks/closed-manifests';
import type { Loose } from '../../locks/locked-manifests';
import { ApiServer } from '../api-server';
import { evidence } from '../evidence';
import { kubectl } from '../kubectl';
import { enforce, removeNamespaces } from './namespace';

const namespace = 'podlock-admission-cost';
let api: ApiServer;

beforeAll(async () => {
  api = await ApiServer.connect();
  await removeNamespaces(namespace);
  await enforce(api, namespace, 'Deny');
});

afterAll(async () => {
  await removeNamespaces(namespace);
  api.close();
});

/** The locked Pod with companions, each with many variables and mounts of many volumes that are Secrets. */
function crowded(companions: number): KubernetesObject {
  const { deployment, pod, client } = renderedExample();
  const many = (count: number, make: (index: number) => Loose) =>
    Array.from({ length: count }, (_, index) => make(index));
  pod.volumes.push(...many(30, (index) => ({ name: `v${index}`, secret: { secretName: `secret-${index}` } })));
  for (let index = 0; index < companions; index += 1) {
    pod.containers.push({
      ...structuredClone(client),
      name: `companion-${index}`,
      ports: [],
      env: many(50, (at) => ({ name: `VARIABLE_${at}`, value: 'a value of some length'.repeat(4) })),
      volumeMounts: many(20, (at) => ({ name: `v${at}`, mountPath: `/secrets/${at}` })),
    });
  }
  return deployment;
}

test('a Pod with 20 companions, 50 variables and 20 mounts each, is within the cost limit of the API server', async () => {
  expect(await api.tryCreate(crowded(20), namespace)).toMatchObject({ status: 201, message: '' });
});

test('a Pod that costs too much is refused, not let through', async () => {
  let companions = 20;
  let verdict = await api.tryCreate(crowded(companions), namespace);
  while (verdict.status === 201 && companions < 2000) {
    companions = Math.ceil(companions * 1.25);
    verdict = await api.tryCreate(crowded(companions), namespace);
  }
  const [why] = /cost limit[^\n]*|budget[^\n]*/.exec(verdict.message) ?? [verdict.message];
  evidence(`the first Pod that costs too much has ${companions} companions: ${why}`);
  expect({ status: verdict.status, why }).toEqual({ status: 422, why: expect.stringMatching(/cost|budget/) });
});

test('the expressions fit every kind that they are for', async () => {
  const path = '{.status.typeChecking.expressionWarnings}{.status.observedGeneration}';
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await kubectl(['get', 'validatingadmissionpolicy', `podlock-${namespace}`, '-o', `jsonpath=${path}`])).toBe(
    '1',
  );
});
