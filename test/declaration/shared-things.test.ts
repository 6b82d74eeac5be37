import fc from 'fast-check';
import { runs } from '../runs';
import { exampleDeclaration, examplePod, mistakesIn } from './example-declaration';

type Pod = ReturnType<typeof examplePod>;
type Changes = Readonly<Record<string, unknown>>;

/** Mistakes of Pods `a`, `b`, …, each with a port and Secrets of its own, and with these changes. */
function mistakesOf(...changes: readonly Changes[]): readonly string[] {
  const pods = changes.map((change, index) => ({ ...pod(index), ...change }));
  return mistakesIn({ ...exampleDeclaration(), pods });
}

function pod(index: number): Pod {
  const name = 'abc'.charAt(index);
  const example = examplePod();
  const vpn = { ...example.vpn, credentials: { secret: `${name}-vpn` } };
  return { ...example, name, torrentPort: 47148 + index, vpn };
}

const OWN = { claim: { size: '1Gi' } };
const storage = (config: object, downloads: object = OWN): Changes => ({ storage: { config, downloads } });
const claim = (name: string) => ({ existingClaim: name });
const folder = (path: string) => ({ hostPath: path });
const TWO_CLIENTS = "two clients would overwrite each other's settings";
const DOWNLOAD = "a download could overwrite a client's settings";

test('fails on downloads into the claim that Podlock writes for the settings', () => {
  expect(mistakesOf(storage(OWN, claim('a-config')))).toEqual([
    'pods[0].storage.downloads: the claim "a-config" is the one that Podlock writes for storage.config: ' +
      'name one that exists already',
  ]);
});

test('fails on the claim that Podlock writes for another Pod', () => {
  expect(
    mistakesOf(storage(claim('b-downloads'), claim('b-config')), storage(OWN), storage(OWN, claim('b-downloads'))),
  ).toEqual([
    'pods[0].storage.config: the claim "b-downloads" is the one that Podlock writes for pods[1].storage.downloads: ' +
      'name one that exists already',
    'pods[0].storage.downloads: the claim "b-config" is the one that Podlock writes for pods[1].storage.config: ' +
      'name one that exists already',
    'pods[2].storage.downloads: the claim "b-downloads" is the one that Podlock writes for pods[1].storage.downloads: ' +
      'name one that exists already',
  ]);
});

test("fails on another Pod's settings, in one claim, folder or export, or inside each other", () => {
  const nfs = (path: string) => ({ nfs: { server: 'nas', path } });
  expect(mistakesOf(storage(claim('x')), storage(claim('x')), storage(OWN, claim('x')))).toEqual([
    `pods[1].storage.config: the claim "x" overlaps pods[0].storage.config: ${TWO_CLIENTS}`,
    `pods[2].storage.downloads: the claim "x" overlaps pods[0].storage.config: ${DOWNLOAD}`,
  ]);
  expect(mistakesOf(storage(folder('/srv/a')), storage(folder('/srv/a/b')), storage(OWN, folder('/srv')))).toEqual([
    `pods[1].storage.config: the folder "/srv/a/b" overlaps pods[0].storage.config: ${TWO_CLIENTS}`,
    `pods[2].storage.downloads: the folder "/srv" overlaps pods[0].storage.config: ${DOWNLOAD}`,
  ]);
  expect(mistakesOf(storage(OWN, nfs('/')), storage(nfs('/b')))).toEqual([
    `pods[1].storage.config: the export "/b" overlaps pods[0].storage.downloads: ${DOWNLOAD}`,
  ]);
});

test('Pods may share downloads that exist, have claims of one name in two namespaces, and folders side by side', () => {
  expect(mistakesOf(storage(OWN, claim('media')), storage(OWN, claim('media')))).toEqual([]);
  expect(mistakesOf(storage(OWN, folder('/srv/media')), storage(OWN, folder('/srv/media/tv')))).toEqual([]);
  expect(mistakesOf(storage(claim('x')), { ...storage(claim('x')), namespace: 'media' })).toEqual([]);
  expect(mistakesOf(storage(OWN), { ...storage(OWN, claim('a-config')), namespace: 'media' })).toEqual([]);
  expect(mistakesOf(storage(folder('/srv/a')), storage(folder('/srv/ab'), folder('/srv/b')))).toEqual([]);
  expect(mistakesOf(storage(claim('a-config')), storage(OWN))).toEqual([]);
});

test('of any two folders that lie inside each other, one is refused for the settings in the other', () => {
  const anyFolder = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anyFolder, anyFolder, (one, other) => {
      const [first, second] = [one, other].map((parts) => `/srv/${parts.join('/')}`) as [string, string];
      const apart = !`${first}/`.startsWith(`${second}/`) && !`${second}/`.startsWith(`${first}/`);
      expect(mistakesOf(storage(folder(first)), storage(OWN, folder(second))).length).toBe(apart ? 0 : 1);
      expect(mistakesOf(storage(OWN, folder(first)), storage(folder(second))).length).toBe(apart ? 0 : 1);
    }),
    { numRuns: runs(30) },
  );
});

test("fails on a Pod with the name of another one's second Service", () => {
  const exposed = (type: string, namespace = 'downloads') => ({
    namespace,
    client: { ...examplePod().client, webUi: { port: 8080, passwordSecret: 'webui', service: { type } } },
  });
  const second = { name: 'a-webui' };
  const mistake = 'pods[1].name: "a-webui" is the name of the Service for the WebUI of pods[0]; take another';
  expect(mistakesOf(exposed('NodePort'), second)).toEqual([mistake]);
  expect(mistakesOf(exposed('LoadBalancer'), second)).toEqual([mistake]);
  expect(mistakesOf(exposed('ClusterIP'), second)).toEqual([]);
  expect(mistakesOf(exposed('NodePort', 'media'), second)).toEqual([]);
});

test("fails on a password in the Secret with any Pod's VPN keys", () => {
  const webUi = { port: 8080, passwordSecret: 'a-vpn' };
  const second = { client: { ...examplePod().client, webUi } };
  expect(mistakesOf({}, second)).toEqual([
    'pods[1].client.webUi.passwordSecret: is the Secret with the VPN keys of pods[0] too: ' +
      'the client must not see them; take another',
  ]);
  expect(mistakesOf({}, { ...second, namespace: 'media' })).toEqual([]);
});

test('fails on values of the wrong type in two Pods with mistakes, never by another way', () => {
  for (const wrong of [1n, Symbol('x'), () => 1, Number.NaN, {}, null]) {
    for (const key of Object.keys(examplePod())) {
      expect(mistakesOf({ [key]: wrong }, { [key]: wrong })).not.toEqual([]);
    }
  }
});
