import fs from 'node:fs';
import { join } from 'node:path';
import { publish } from '../../lib/publish/publish';
import { PublishError } from '../../lib/publish/publish-error';
import { type SystemCalls, systemCalls } from '../../lib/publish/system-calls';
import { contents, identity, outputFiles, published, temporaryFolder } from './temporary-folder';

const before = { a: '1', 'home/b': '1' };
const after = { a: '2', 'home/b': '1', 'home/c': '2' };

/** A platform, or a file system, that has no such call. */
const withoutExchange: SystemCalls = { ...systemCalls, exchange: () => false };

afterEach(() => {
  jest.restoreAllMocks();
});

function systemError(code: string, text: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${text}, ${syscall}`), { code, syscall });
}

/** The message of a PublishError, its cause aside. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof PublishError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

function project(): string {
  const root = temporaryFolder();
  publish(outputFiles(before), join(root, 'dist'));
  fs.writeFileSync(join(root, 'dist/mine'), 'mine');
  return root;
}

test('fails when dist/ is a file', () => {
  const dist = join(temporaryFolder(), 'dist');
  fs.writeFileSync(dist, 'mine');
  expect(refusal(() => publish(outputFiles(after), dist))).toBe(
    `${dist}: is not a folder; move it away, or publish elsewhere`,
  );
  expect(fs.readFileSync(dist, 'utf8')).toBe('mine');
});

test('fails when dist/ is a symlink to a file', () => {
  const root = temporaryFolder();
  fs.writeFileSync(join(root, 'file'), 'mine');
  fs.symlinkSync('file', join(root, 'dist'));
  expect(refusal(() => publish(outputFiles(after), join(root, 'dist')))).toBe(
    `${root}/dist: is a symlink to ${root}/file, which is not a folder; let it point to a folder`,
  );
});

test('fails when the folder of dist/ is a file', () => {
  const root = temporaryFolder();
  fs.writeFileSync(join(root, 'parent'), 'mine');
  expect(() => publish(outputFiles(after), join(root, 'parent/dist'))).toThrow(
    /\/parent\/dist: cannot be written: ENOTDIR: .*; nothing was changed; move away the file that stands where/,
  );
  expect(contents(root)).toEqual({ parent: 'mine' });
});

test('fails when dist/ may not be written to, and leaves it', () => {
  const root = project();
  const was = identity(root);
  jest.spyOn(fs, 'accessSync').mockImplementation(() => {
    throw systemError('EACCES', 'permission denied', 'access');
  });
  expect(refusal(() => publish(outputFiles(after), join(root, 'dist')))).toBe(
    `${root}/dist: cannot be written: EACCES: permission denied, access; nothing was changed; ` +
      'give yourself the right to write to it and to the folder it is in',
  );
  expect(identity(root)).toEqual(was);
});

test('fails when the folder of dist/ is read-only, and leaves dist/', () => {
  const root = project();
  const was = identity(root);
  jest.spyOn(fs, 'mkdirSync').mockImplementation((path) => {
    if (path === root) return undefined;
    throw systemError('EROFS', 'read-only file system', 'mkdir');
  });
  expect(() => publish(outputFiles(after), join(root, 'dist'))).toThrow(
    /EROFS.*nothing was changed; publish to a file system that is not read-only$/,
  );
  expect(identity(root)).toEqual(was);
});

test.each(['a', 'home/c', '.podlock-files'])('fails on a full disk at %s, and leaves nothing of it', (full) => {
  const root = project();
  const was = contents(root);
  const write = fs.writeFileSync;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((path, content, options) => {
    if (!String(path).endsWith(`next/${full}`)) return write(path, content, options);
    write(path, String(content).slice(0, 1), options);
    throw systemError('ENOSPC', 'no space left on device', 'write');
  });
  expect(refusal(() => publish(outputFiles(after), join(root, 'dist')))).toBe(
    `${root}/dist: cannot be written: ENOSPC: no space left on device, write; nothing was changed; free some space`,
  );
  expect(contents(root)).toEqual(was);
});

test('fails on a mount point that only the rename finds out, and leaves dist/', () => {
  const root = project();
  const was = contents(root);
  jest.spyOn(fs, 'renameSync').mockImplementation(() => {
    throw systemError('EBUSY', 'resource busy or locked', 'rename');
  });
  expect(() => publish(outputFiles(after), join(root, 'dist'), withoutExchange)).toThrow(
    /EBUSY.*nothing was changed; if it is a mount point, mount the folder it is in instead$/,
  );
  expect(contents(root)).toEqual(was);
});

test('fails when the second of two renames fails, and puts dist/ back', () => {
  const root = project();
  const was = contents(root);
  const rename = fs.renameSync;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (String(from).endsWith('/next')) throw systemError('EPERM', 'operation not permitted', 'rename');
    rename(from, to);
  });
  expect(() => publish(outputFiles(after), join(root, 'dist'), withoutExchange)).toThrow(/EPERM.*nothing was changed/);
  expect(contents(root)).toEqual(was);
});

test('fails when dist/ can neither be replaced nor put back, and says where it is; the next publish finds it', () => {
  const root = project();
  const rename = fs.renameSync;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (to === join(root, 'dist')) throw systemError('EIO', 'i/o error', 'rename');
    rename(from, to);
  });
  expect(() => publish(outputFiles(after), join(root, 'dist'), withoutExchange)).toThrow(
    /dist: was moved to .*\/old and can neither be replaced nor put back; rename it back, or synth again$/,
  );
  jest.restoreAllMocks();
  publish(outputFiles(after), join(root, 'dist'), withoutExchange);
  expect(published(join(root, 'dist'))).toEqual({ ...after, mine: 'mine' });
  expect(fs.readdirSync(root)).toEqual(['dist']);
});

test('dist/ is published all the same when what it replaced cannot be removed, and a warning names that', () => {
  const root = project();
  jest.spyOn(fs, 'rmSync').mockImplementation(() => {
    throw systemError('EIO', 'i/o error', 'rm');
  });
  const report = publish(outputFiles(after), join(root, 'dist'));
  expect(report.warnings).toEqual([
    expect.stringMatching(/\.podlock-dist-.*: left over and cannot be removed: EIO: i\/o error, rm; delete it$/),
  ]);
  jest.restoreAllMocks();
  expect(publish(outputFiles(after), join(root, 'dist')).warnings).toEqual([]);
  expect(contents(root)).toMatchObject({ 'dist/a': '2', 'dist/home/c': '2', 'dist/mine': 'mine' });
  expect(fs.readdirSync(root)).toEqual(['dist']);
});

test('a read-only folder inside dist/ stays read-only and hinders nothing', () => {
  const root = project();
  fs.mkdirSync(join(root, 'dist/mine too'));
  fs.writeFileSync(join(root, 'dist/mine too/x'), 'mine');
  fs.chmodSync(join(root, 'dist/mine too'), 0o555);
  publish(outputFiles(after), join(root, 'dist'));
  expect(fs.statSync(join(root, 'dist/mine too')).mode & 0o777).toBe(0o555);
  expect(fs.readdirSync(root)).toEqual(['dist']);
});

test('fails, rather than waits for ever, while another process publishes', () => {
  const root = project();
  const now = jest.spyOn(Date, 'now');
  for (let call = 0; call < 10; call += 1) now.mockReturnValueOnce(call * 10_000);
  const busy: SystemCalls = { ...systemCalls, lock: () => ({ state: 'busy' }) };
  expect(refusal(() => publish(outputFiles(after), join(root, 'dist'), busy))).toBe(
    `${root}: another synth has been publishing for over 30 s; end it, and synth again`,
  );
});

test('an error that is no system call’s is not dressed up as the user’s', () => {
  const root = project();
  jest.spyOn(fs, 'linkSync').mockImplementation(() => {
    throw new TypeError('a fault');
  });
  jest.spyOn(fs, 'copyFileSync').mockImplementation(() => {
    throw new TypeError('a fault');
  });
  const was = contents(root);
  expect(() => publish(outputFiles(after), join(root, 'dist'))).toThrow(new TypeError('a fault'));
  expect(contents(root)).toEqual(was);
});
