import fs from 'node:fs';
import { join } from 'node:path';
import { publish } from '../../lib/publish/publish';
import { contents, identity, outputFiles, published, temporaryFolder } from './temporary-folder';

function distWith(byPath: Readonly<Record<string, string>>): string {
  const dist = join(temporaryFolder(), 'dist');
  publish(outputFiles(byPath), dist);
  return dist;
}

test('what Podlock never wrote stays as it is, and is named', () => {
  const dist = distWith({ 'home/a.yaml': '1', 'old/b.yaml': '1' });
  fs.writeFileSync(join(dist, 'old/kustomization.yaml'), 'mine', { mode: 0o640 });
  fs.utimesSync(join(dist, 'old/kustomization.yaml'), 1_000_000, 1_000_000);
  fs.symlinkSync('/nowhere', join(dist, 'home/dangling'));
  fs.mkdirSync(join(dist, 'mine/empty'), { recursive: true });
  const before = identity(dist)['old/kustomization.yaml'];

  const report = publish(outputFiles({ 'home/a.yaml': '2' }), dist);

  expect(report).toMatchObject({
    removed: ['old/b.yaml'],
    foreign: ['home/dangling', 'mine/empty/', 'old/kustomization.yaml'],
  });
  expect(published(dist)).toEqual({
    'home/a.yaml': '2',
    'home/dangling': '-> /nowhere',
    'mine/empty/': '',
    'old/kustomization.yaml': 'mine',
  });
  expect(identity(dist)['old/kustomization.yaml']).toBe(before);
});

test('a foreign file is copied, times and mode included, where there are no hard links', () => {
  const dist = distWith({ a: '1', b: '1' });
  fs.writeFileSync(join(dist, 'mine'), 'mine', { mode: 0o750 });
  fs.utimesSync(join(dist, 'mine'), 1_000_000, 1_000_000);
  jest.spyOn(fs, 'linkSync').mockImplementation(() => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM', syscall: 'link' });
  });
  publish(outputFiles({ a: '2', b: '1' }), dist);
  jest.restoreAllMocks();
  expect(published(dist)).toEqual({ a: '2', b: '1', mine: 'mine' });
  const { mode, mtimeMs } = fs.statSync(join(dist, 'mine'));
  expect({ mode: mode & 0o777, mtimeMs }).toEqual({ mode: 0o750, mtimeMs: 1_000_000_000 });
});

test('an emptied folder of Podlock is not taken for somebody else’s', () => {
  const dist = distWith({ 'home/a.yaml': '1', b: '1' });
  fs.rmSync(join(dist, 'home/a.yaml'));
  const report = publish(outputFiles({ b: '2' }), dist);
  expect(report).toMatchObject({ removed: [], foreign: [] });
  expect(published(dist)).toEqual({ b: '2' });
});

test('a lost list is made anew when the files are still the same', () => {
  const dist = distWith({ a: '1', b: '2' });
  const before = contents(dist);
  fs.rmSync(join(dist, '.podlock-files'));
  const report = publish(outputFiles({ a: '1', b: '2' }), dist);
  expect(report).toMatchObject({ written: [], unchanged: 2, foreign: [] });
  expect(contents(dist)).toEqual(before);
});

test('a list with the marks of a merge conflict, or with paths out of dist/, harms nothing', () => {
  const dist = distWith({ a: '1' });
  const outside = join(dist, '../outside');
  fs.writeFileSync(outside, 'mine');
  fs.appendFileSync(join(dist, '.podlock-files'), '<<<<<<< HEAD\n../outside\n/etc/hostname\n=======\nb\n>>>>>>> x\n');
  publish(outputFiles({ a: '1' }), dist);
  expect(contents(join(dist, '..'))).toEqual({
    outside: 'mine',
    'dist/a': '1',
    'dist/.podlock-files': expect.stringMatching(/^#.*\na\n$/),
  });
});

const conflicts: [string, (dist: string) => void, string][] = [
  ['a file', (dist) => fs.writeFileSync(join(dist, 'new'), 'mine'), 'dist/new'],
  ['a symlink', (dist) => fs.symlinkSync('/etc/hostname', join(dist, 'new')), 'dist/new'],
  ['an empty folder', (dist) => fs.mkdirSync(join(dist, 'new')), 'dist/new/'],
  ['a full folder', (dist) => fs.cpSync(join(dist, 'old'), join(dist, 'new'), { recursive: true }), 'dist/new/f'],
  ['a file for a folder', (dist) => fs.writeFileSync(join(dist, 'home'), 'mine'), 'dist/home'],
  ['a symlink for a folder', (dist) => fs.symlinkSync('/tmp', join(dist, 'home')), 'dist/home'],
];

test.each(conflicts)('fails when %s that Podlock never wrote is in the way', (_, put, named) => {
  const dist = distWith({ 'old/f': '1' });
  put(dist);
  const before = identity(join(dist, '..'));
  expect(() => publish(outputFiles({ new: '2', 'home/a.yaml': '2' }), dist)).toThrow(
    `${named.replace('dist', dist)}: not written by Podlock (not in ${dist}/.podlock-files) and in the way of a new ` +
      'file; nothing was changed; move it away or delete it, and synth again',
  );
  expect(identity(join(dist, '..'))).toEqual(before);
});

test('fails on a symlink in the place of a file of Podlock, and does not write through it', () => {
  const dist = distWith({ a: '1' });
  const outside = join(dist, '../outside');
  fs.writeFileSync(outside, 'mine');
  fs.rmSync(join(dist, 'a'));
  fs.symlinkSync('../outside', join(dist, 'a'));
  expect(() => publish(outputFiles({ a: '2' }), dist)).toThrow(`${dist}/a: not written by Podlock`);
  expect(fs.readFileSync(outside, 'utf8')).toBe('mine');
});

test('what is put into dist/ while it is replaced is not lost', () => {
  const dist = distWith({ a: '1' });
  fs.writeFileSync(join(dist, 'edited'), 'before');
  const write = fs.writeFileSync;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((path, content, options) => {
    write(path, content, options);
    if (!String(path).endsWith('.podlock-files')) return;
    // The list is written last: dist/ was read long ago.
    fs.mkdirSync(join(dist, 'late'));
    write(join(dist, 'late/arrival'), 'mine');
    write(join(dist, 'b'), 'also mine');
    fs.rmSync(join(dist, 'edited'));
    write(join(dist, 'edited'), 'after');
  });
  const report = publish(outputFiles({ a: '2', b: '2' }), dist);
  jest.restoreAllMocks();
  expect(published(dist)).toEqual({ a: '2', b: '2', edited: 'after', 'late/arrival': 'mine' });
  expect(report.warnings).toEqual([expect.stringMatching(/\/next\/b: was put into .* move it away or delete it$/)]);
  // It is kept, and named again, until somebody decides.
  expect(publish(outputFiles({ a: '2', b: '2' }), dist).warnings).toEqual(report.warnings);
});
