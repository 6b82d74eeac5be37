import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleWith } from '../declaration/example-declaration';
import { podlockIn } from './in-process';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-password-'));
  const client = {
    application: 'deluge',
    image: 'lscr.io/linuxserver/deluge:2.1.1',
    runAs: { user: 1027, group: 100 },
    webUi: { port: 8112, passwordSecret: 'deluge-webui' },
  };
  const { pods } = renderManifests(parseDeclaration(exampleWith({ 'pods.0.client': client })));
  for (const { path, content } of pods.flat()) {
    mkdirSync(join(folder, 'dist', dirname(path)), { recursive: true });
    writeFileSync(join(folder, 'dist', path), content);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const webUiPassword = (...args: readonly string[]) =>
  podlockIn(folder, ['webui-password', '--secret', 'deluge-webui', ...args], 'correct horse');

test('the hash is of the kind of the client that has the Secret in dist/', async () => {
  const { status, stdout } = await webUiPassword();
  expect({ status, isDeluges: stdout.includes('password-sha1:') }).toEqual({ status: 0, isDeluges: true });
});

test('fails where dist/ gives the Secret to another client than --client says', async () => {
  const { status, stderr, stdout } = await webUiPassword('--client', 'qbittorrent');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe('podlock: --client: dist/ gives the Secret "deluge-webui" to deluge, not to qbittorrent\n');
});

test('fails on a client in capitals with the likely one', async () => {
  expect((await webUiPassword('--client', 'Transmission')).stderr).toContain('did you mean "transmission"?');
});
