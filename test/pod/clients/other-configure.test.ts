import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDeclaration } from '../../../lib/declaration/parse-declaration';
import { draftPod } from '../../../lib/pod/draft-pod';
import { passwordHash } from '../../../lib/secrets/password-hash';
import { exampleWith } from '../../declaration/example-declaration';

/** The programs of the clients' images that the scripts need; a machine without one skips that client. */
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

const runAs = { user: 1027, group: 100 };
const webUi = { port: 8080, passwordSecret: 'webui' };
const salt = Buffer.from('0123456789abcdef');

const clients = [
  {
    client: 'transmission',
    image: 'lscr.io/linuxserver/transmission:4.0.6',
    folder: '/config',
    file: 'settings.json',
    needs: 'jq',
    old: '{"peer-port": 1, "peer_port": 2, "Peer-Port": 3, "rpc-password": "x", "ratio-limit": 2.5}',
    kept: { 'ratio-limit': 2.5 },
  },
  {
    client: 'deluge',
    image: 'lscr.io/linuxserver/deluge:2.1.1',
    folder: '/config',
    file: 'core.conf',
    needs: 'python3',
    old: '{"file": 1, "format": 1}{"listen_interface": "eth0", "listen_ports": [1, 9], "max_active_limit": 7}',
    kept: { max_active_limit: 7 },
  },
] as const;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'podlock-configure-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the init container's script with the settings that a finished draft gives it, but for the places of its volumes. */
function configure({ client, image }: (typeof clients)[number], password: string | undefined = undefined) {
  const { pods, cluster } = parseDeclaration(
    exampleWith({ 'pods.0.client': { application: client, image, runAs, webUi } }),
  );
  const [declaration] = pods;
  if (declaration === undefined) throw new Error('no Pod');
  const draft = draftPod(declaration, cluster);
  Object.assign(draft.client.settings, { interface: 'tun0', torrentPort: 47148 });
  draft.client.writeSettings();
  const { command, environment } = draft.client.configure;
  for (const [key, hash] of Object.entries(passwordHash(client, 'correct horse', salt))) {
    mkdirSync(join(root, 'webui'), { recursive: true });
    writeFileSync(join(root, 'webui', key), password ?? `${hash}\n`);
  }
  for (const name of ['config', 'scratch']) mkdirSync(join(root, name), { recursive: true });
  const here = (command?.[2] ?? '')
    .replaceAll('/run/secrets/webui', join(root, 'webui'))
    .replaceAll('/config', join(root, 'config'))
    .replaceAll('/scratch', join(root, 'scratch'));
  return spawnSync('/bin/sh', ['-c', here], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...environment } });
}

function read(file: string): Record<string, unknown> {
  const text = readFileSync(join(root, 'config', file), 'utf8');
  // Deluge's files begin with the format's version, as a value of its own.
  return JSON.parse(text.replace(/^\{\s*"file"[^}]*\}/, '')) as Record<string, unknown>;
}

function put(file: string, text: string): string {
  const path = join(root, 'config', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const ours = {
  transmission: {
    'peer-port': 47148,
    peer_port: 47148,
    'rpc-authentication-required': true,
    rpc_username: 'admin',
    'port-forwarding-enabled': false,
  },
  deluge: { listen_interface: 'tun0', outgoing_interface: 'tun0', listen_ports: [47148, 47148], upnp: false },
};

for (const each of clients) {
  const { client, file, needs, old, kept } = each;
  (has(needs) ? describe : describe.skip)(`${client}, by its image's ${needs}`, () => {
    test('a fresh volume gets the settings', () => {
      expect(configure(each)).toMatchObject({ status: 0, stderr: '' });
      expect(read(file)).toMatchObject(ours[client]);
    });

    test('an existing file loses what is set here, in any spelling, keeps everything else, and stays so', () => {
      put(file, old);
      expect(configure(each).status).toBe(0);
      expect(read(file)).toMatchObject({ ...ours[client], ...kept });
      expect(read(file)).not.toHaveProperty('Peer-Port');
      const once = readFileSync(join(root, 'config', file), 'utf8');
      configure(each);
      expect(readFileSync(join(root, 'config', file), 'utf8')).toBe(once);
    });

    test.each(['', '[]', '{"a": ', '{"file":1}{'])('what is no file of settings is kept beside: %j', (text) => {
      put(file, text);
      put(`${file}.unreadable`, 'older');
      const { status, stderr } = configure(each);
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining(`${file}.unreadable`) });
      expect(read(file)).toMatchObject(ours[client]);
      expect(readFileSync(join(root, 'config', `${file}.unreadable`), 'utf8')).toBe(text);
    });

    test.each([
      ['a link', (path: string) => symlinkSync(join(root, 'nowhere'), path)],
      ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
      ['a folder', (path: string) => mkdirSync(path)],
    ])('fails at once when the file is %s', (_, make) => {
      mkdirSync(join(root, 'config'));
      make(join(root, 'config', file));
      const { status, stderr } = configure(each);
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/is not what .* makes there/) });
      expect(existsSync(join(root, 'nowhere'))).toBe(false);
    });

    test.each(['', 'plain password'])('fails when the Secret holds %j, without printing it', (password) => {
      const { status, stderr, stdout } = configure(each, password);
      expect(status).toBe(1);
      expect(stderr).toContain(`npx podlock webui-password --client ${client}`);
      if (password.length > 3) expect(stderr + stdout).not.toContain(`${password}\n`);
    });
  });
}

(has('python3') ? test : test.skip)("Deluge's WebUI gets the password and the port, and no old session stays", () => {
  put('web.conf', '{"file": 2, "format": 1}{"sessions": {"x": {"level": 10}}, "port": 1, "theme": "gray"}');
  const [deluge] = clients.slice(1);
  if (deluge === undefined) throw new Error('no Deluge');
  expect(configure(deluge).status).toBe(0);
  const { pwd_salt, pwd_sha1, ...rest } = read('web.conf');
  expect(pwd_sha1).toBe(createHash('sha1').update(`${pwd_salt}correct horse`).digest('hex'));
  expect(rest).toMatchObject({ sessions: {}, port: 8080, theme: 'gray', first_login: false });
});
