import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { parseDeclaration } from '../../../lib/declaration/parse-declaration';
import { locks } from '../../../lib/locks';
import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { renderManifests } from '../../../lib/synth/render-manifests';
import { validDeclaration } from '../../declaration/arbitrary-declaration';
import { ApiServer } from '../api-server';
import { evidence } from '../evidence';
import { anyChange, type Change, knownChanges } from './change';
import { type Base, baseNames, sample } from './corpus';
import { enforce, removeNamespaces, rulesIn } from './namespace';

const denying = 'podlock-admission-deny';
const warning = 'podlock-admission-warn';
let api: ApiServer;

beforeAll(async () => {
  api = await ApiServer.connect();
  await removeNamespaces(denying, warning);
  await enforce(api, denying, 'Deny');
  await enforce(api, warning, 'Warn');
});

afterAll(async () => {
  await removeNamespaces(denying, warning);
  api.close();
});

const ruled = locks.filter(({ admission }) => admission.length > 0);

/** The locks that the policy names, or undefined where the API server does not take the object for reasons of its own. */
async function refusedLocks(workload: KubernetesObject): Promise<ReadonlySet<string> | undefined> {
  const { status, warnings } = await api.tryCreate(workload, warning);
  const rules = rulesIn(warnings);
  for (const { message } of rules) heard.add(message);
  return status === 201 ? new Set(rules.map(({ lock }) => lock)) : undefined;
}

/** Every message of the policy that the API server has said. */
const heard = new Set<string>();

interface Difference {
  /** Locks that the check calls open, and the API server lets pass. */
  readonly slipsThrough: readonly string[];
  /** Locks that the API server calls open, and the check does not mention. */
  readonly refusedForNothing: readonly string[];
}

/** How check and API server differ beyond what is known; `unfit` changes change nothing, `invalid` Pods no API server takes. */
async function differenceAbout(
  base: Base,
  changes: readonly Change[],
): Promise<Difference | 'none' | 'unfit' | 'invalid'> {
  const changed = sample(base, changes);
  if (changed === undefined) return 'unfit';
  const refused = await refusedLocks(changed.workload);
  if (refused === undefined) return 'invalid';
  const unseen = changes.flatMap((change) => change.unseen ?? []);
  const stricter = changes.flatMap((change) => change.stricter ?? []);
  const slipsThrough = [...changed.open].filter((lock) => !refused.has(lock) && !unseen.includes(lock));
  const refusedForNothing = [...refused].filter((lock) => !changed.mentioned.has(lock) && !stricter.includes(lock));
  return slipsThrough.length + refusedForNothing.length === 0 ? 'none' : { slipsThrough, refusedForNothing };
}

const table = baseNames.flatMap((base) =>
  knownChanges.map((change) => [base, change.lock, change.name, change] as const),
);

describe.each(ruled.map(({ about }) => about.id))('%s', (id) => {
  const changed = table
    .filter(([, lock]) => lock === id)
    .flatMap(([base, , name, change]) => {
      const found = sample(base, [change]);
      if (found === undefined || change.unseen !== undefined) return [];
      return [{ name: `${base}: ${name}`, found }];
    });

  test('what opens it is refused in its name', async () => {
    const said: string[] = [];
    for (const { name, found } of changed.filter((each) => each.found.open.has(id))) {
      const { status, message } = await api.tryCreate(found.workload, denying);
      expect({ name, status }).not.toEqual({ name, status: 201 });
      said.push(...rulesIn([message]).map(({ lock }) => lock));
    }
    expect(said).toContain(id);
    expect(said.filter((lock) => lock !== id)).toEqual([]);
  });

  test('another way to close it is accepted', async () => {
    let accepted = 0;
    for (const { found } of changed.filter((each) => each.found.mentioned.size === 0)) {
      accepted += (await api.tryCreate(found.workload, denying)).status === 201 ? 1 : 0;
    }
    expect(accepted).toBeGreaterThan(0);
  });
});

test('check and admission agree about every known change, and every rule refuses one', async () => {
  const differences: unknown[] = [];
  for (const [base, , name, change] of table) {
    const difference = await differenceAbout(base, [change]);
    if (typeof difference === 'object') differences.push({ base, name, ...difference });
  }
  expect(differences).toEqual([]);
  const silent = ruled.flatMap(({ admission }) => admission).filter(({ message }) => !heard.has(message));
  expect(silent.map(({ message }) => message)).toEqual([]);
});

test('check and admission agree about any Pod', async () => {
  let agreed = 0;
  const property = fc.asyncProperty(
    fc.constantFrom(...baseNames),
    fc.uniqueArray(anyChange(), { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
    async (base: Base, changes: readonly Change[]) => {
      const difference = await differenceAbout(base, changes);
      fc.pre(difference !== 'unfit');
      if (difference === 'none') agreed += 1;
      else expect(difference).toBe('invalid');
    },
  );
  await fc.assert(property, { numRuns: Number(process.env['PODLOCK_CORPUS'] ?? 400) });
  evidence(`${agreed} randomly changed Pods with one verdict by check and API server`);
  expect(agreed).toBeGreaterThan(0);
});

test('whatever Podlock renders is accepted', async () => {
  const property = fc.asyncProperty(validDeclaration(), async (input) => {
    for (const files of renderManifests(parseDeclaration(input)).pods) {
      const objects = files.flatMap(({ content }) => loadAll(content)) as KubernetesObject[];
      for (const deployment of objects.filter(({ kind }) => kind === 'Deployment')) {
        // cloudflared has a namespace of its own, because this one would refuse it.
        if (deployment.metadata.namespace?.endsWith('-cloudflared')) continue;
        const { status, message } = await api.tryCreate(deployment, denying);
        expect({ status, message }).toEqual({ status: 201, message: '' });
      }
    }
  });
  await fc.assert(property, { numRuns: 100 });
});
