import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { renderManifests } from '../../lib/synth/render-manifests';
import { faults } from '../custom-resources';
import { exampleWith } from '../declaration/example-declaration';

/** A folder with sops, kubeseal and age-keygen. Without it these tests do not run: they take minutes to build. */
const tools = process.env['PODLOCK_SECRET_TOOLS'];
const root = join(__dirname, '../..');
const key = Buffer.alloc(32, 5).toString('base64');
const shared = Buffer.alloc(32, 6).toString('base64');
const name = 'airvpn-wireguard';

let folder: string;
const env = () => ({ ...process.env, PATH: `${tools}:/usr/bin:/bin`, SOPS_AGE_KEY_FILE: join(folder, 'age.txt') });
const run = (program: string, args: readonly string[], input = '') =>
  execFileSync(program, [...args], { cwd: folder, env: env(), encoding: 'utf8', input, stdio: 'pipe' });
const podlock = (...args: readonly string[]) => {
  const common = ['secret', '--manifests', join(root, 'dist'), '--wireguard-config', 'airvpn.conf'];
  return run(process.execPath, [join(root, 'bin/podlock.js'), ...common, ...args]);
};

function rendered(source: object, file: string): ReadonlyMap<string, string> {
  const declaration = parseDeclaration(exampleWith({ 'pods.0.vpn.credentials.secret': { name, ...source } }));
  const { pods } = renderManifests(declaration, new Map([[file, readFileSync(join(folder, file), 'utf8')]]));
  return new Map(pods.flat().map(({ path, content }) => [path, content]));
}

(tools === undefined ? describe.skip : describe)('with the real programs', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'podlock-tools-'));
    writeFileSync(join(folder, 'airvpn.conf'), `[Interface]\nPrivateKey=${key}\n[Peer]\nPresharedKey=${shared}\n`);
    run('age-keygen', ['-o', 'age.txt']);
    const recipient = run('age-keygen', ['-y', 'age.txt']).trim();
    writeFileSync(join(folder, '.sops.yaml'), `creation_rules:\n  - age: ${recipient}\n`);
    const subject = ['-subj', '/CN=sealed-secrets', '-days', '2', '-nodes'];
    run('openssl', ['req', '-x509', '-newkey', 'rsa:4096', '-keyout', 'tls.key', '-out', 'tls.crt', ...subject]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('sops opens what stands in dist/, and one changed byte is found out', () => {
    podlock('--sops', '--output', 'vpn.yaml');
    const text = rendered({ sopsSecret: 'vpn.yaml' }, 'vpn.yaml').get(`home/secret-downloads.${name}.sops.yaml`) ?? '';
    writeFileSync(join(folder, 'copy.yaml'), text);
    expect(load(run('sops', ['--decrypt', 'copy.yaml']))).toMatchObject({
      kind: 'Secret',
      stringData: { wireguard_private_key: key, wireguard_preshared_key: shared },
    });
    writeFileSync(join(folder, 'copy.yaml'), text.replace('type: Opaque', 'type: Other'));
    expect(() => run('sops', ['--decrypt', 'copy.yaml'])).toThrow('MAC mismatch');
  });

  test("the controller's key opens what kubeseal wrote, and the file fits the CRD", () => {
    podlock('--sealed', '--cert', 'tls.crt', '--output', 'sealed.yaml');
    const text =
      rendered({ sealedSecret: 'sealed.yaml' }, 'sealed.yaml').get(`home/secret-downloads.${name}.yaml`) ?? '';
    expect(faults(load(text) as KubernetesObject)).toEqual([]);
    const opened = JSON.parse(run('kubeseal', ['--recovery-unseal', '--recovery-private-key', 'tls.key'], text));
    const value = (field: string) => Buffer.from(opened.data[field], 'base64').toString();
    expect([value('wireguard_private_key'), value('wireguard_preshared_key')]).toEqual([key, shared]);
  });
});
