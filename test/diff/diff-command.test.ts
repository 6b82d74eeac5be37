import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { podlockIn } from '../cli/in-process';

const program = join(__dirname, '../../bin/podlock.js');
let folder: string;

const claim = (size: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: downloads, namespace: media }
spec: { resources: { requests: { storage: ${size} } } }
`;

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
}

const podlock = (...args: string[]) => podlockIn(folder, ['diff', ...args]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-diff-'));
  mkdirSync(join(folder, 'dist'));
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, 'dist/ä claim.yaml'), claim('1Gi'));
  writeFileSync(join(folder, 'dist/notes.txt'), 'no manifest');
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
  writeFileSync(join(folder, 'dist/ä claim.yaml'), claim('2Gi'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grown = `~ PersistentVolumeClaim media/downloads changed
    volume kept and grown (1Gi → 2Gi), if its StorageClass allows that
`;

test('what is not committed yet is compared with the last commit', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'diff'], { cwd: folder, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: grown, stderr: '' });
});

test('two commits, or a commit and a folder, can be compared', async () => {
  expect(await podlock('HEAD', 'main')).toEqual({ status: 0, stdout: 'nothing changes\n', stderr: '' });
  expect(await podlock('main', 'dist')).toEqual({ status: 1, stdout: grown, stderr: '' });
});

test('the differences come as JSON too', async () => {
  const { status, stdout } = await podlock('--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    objects: [
      {
        object: { kind: 'PersistentVolumeClaim', namespace: 'media', name: 'downloads' },
        change: 'changed',
        effects: [{ kind: 'data', text: 'volume kept and grown (1Gi → 2Gi), if its StorageClass allows that' }],
        fields: ['spec.resources.requests.storage'],
      },
    ],
  });
});

test.each([
  ['on a commit that does not exist', ['nowhere'], '"nowhere" is neither a file or folder here nor a commit'],
  ['on what looks like an option of git', ['--', '-x'], '"-x" is neither a file'],
  ['on folders without a manifest', ['--dist', 'elsewhere', 'HEAD', 'HEAD'], 'neither HEAD nor HEAD has a manifest'],
  ['on three things', ['a', 'b', 'c'], 'two things to compare, not 3'],
])('fails with code 2 %s', async (_, args, message) => {
  const { status, stdout, stderr } = await podlock(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('fails with code 2 on a manifest that cannot be read', async () => {
  writeFileSync(join(folder, 'broken.yaml'), 'a: [');
  const { status, stderr } = await podlock('HEAD', 'broken.yaml');
  expect(status).toBe(2);
  expect(stderr).toContain('broken.yaml is not YAML');
});
