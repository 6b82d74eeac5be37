import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { podlockIn } from './in-process';

function podlock(args: readonly string[], input = '', env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../../bin/podlock.js'), ...args], {
    encoding: 'utf8',
    input,
    env,
  });
  return { status, stdout, stderr };
}

test('the WebUI password comes from standard input and leaves as a Secret with its hash', () => {
  const { status, stdout, stderr } = podlock(['webui-password', '--namespace', 'media'], 'correct horse\nignored');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(load(stdout)).toMatchObject({
    kind: 'Secret',
    metadata: { name: 'qbittorrent-webui', namespace: 'media' },
    stringData: { 'password-pbkdf2': expect.stringMatching(/^[A-Za-z0-9+/=]{24}:[A-Za-z0-9+/=]{88}$/) },
  });
  expect(stdout).not.toContain('correct horse');
});

test('the program itself ends with code 2 on a mistake of the user', () => {
  const { status, stdout, stderr } = podlock(['webui-pasword']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^podlock: no command "webui-pasword"; did you mean .*\n$/);
});

test.each([
  ['a command that does not exist', ['webui-pasword'], 'no command "webui-pasword"; did you mean "webui-password"?'],
  ['a command that is near none', ['frobnicate'], 'no command "frobnicate"; allowed: check, diagram, '],
  ['what another tool calls synth', ['synth'], 'the manifests are made by: npm run synth'],
  [
    'an option that does not exist',
    ['webui-password', '--nmespace', 'x'],
    'no option --nmespace; did you mean "--namespace"? Allowed: --client,',
  ],
  ['a namespace that is no name', ['webui-password', '--namespace', 'No Name'], '--namespace: "No Name"'],
  ['a short password', ['webui-password'], 'the password has 5 characters; at least 8'],
])('fails with code 2, one clear line and no stack trace on %s', async (_, args, message) => {
  const { status, stdout, stderr } = await podlockIn('.', args, 'short\n');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n {4}at /);
});

test('without a kubeconfig it says how to come by one, and asks nobody', () => {
  const { KUBECONFIG: _, ...environment } = process.env;
  const { status, stdout, stderr } = podlock(['verify'], '', { ...environment, HOME: '/nonexistent' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(
    /^podlock: no kubeconfig: say --kubeconfig FILE or KUBECONFIG=FILE, .*~\/\.kube\/config; k3s has it at \/etc\/rancher\/k3s\/k3s\.yaml.*\n$/,
  );
});

test('help names every command and the exit codes', async () => {
  const { status, stdout } = await podlockIn('.', ['--help']);
  expect(status).toBe(0);
  expect(stdout).toContain('webui-password');
  expect(stdout).toContain('Exit codes: 0 fine');
});
