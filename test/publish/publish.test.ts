import fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { publish } from '../../lib/publish/publish';
import { writeFiles } from '../../lib/publish/write-files';
import { contents, identity, outputFiles, published, temporaryFolder } from './temporary-folder';

const first = { 'home/namespace-downloads.yaml': 'n', 'home/qbittorrent/deployment.yaml': 'd1', 'gitops/a.yaml': 'a' };
const second = { 'home/namespace-downloads.yaml': 'n', 'home/qbittorrent/deployment.yaml': 'd2', 'b.yaml': 'b' };

test('a first publish makes dist/ and names what it wrote', () => {
  const root = temporaryFolder();
  const report = publish(outputFiles(first), join(root, 'dist'));
  expect(report).toEqual({
    directory: join(root, 'dist'),
    written: ['gitops/a.yaml', 'home/namespace-downloads.yaml', 'home/qbittorrent/deployment.yaml'],
    unchanged: 0,
    removed: [],
    foreign: [],
    warnings: [],
  });
  expect(contents(root)).toEqual({
    'dist/.podlock-files':
      '# The files in this folder that Podlock wrote, and may remove. All others it leaves alone.\n' +
      'gitops/a.yaml\nhome/namespace-downloads.yaml\nhome/qbittorrent/deployment.yaml\n',
    'dist/gitops/a.yaml': 'a',
    'dist/home/namespace-downloads.yaml': 'n',
    'dist/home/qbittorrent/deployment.yaml': 'd1',
  });
});

test('a second publish removes what it no longer produces, empty folders too, and does not touch what stays', () => {
  const root = temporaryFolder();
  const dist = join(root, 'dist');
  publish(outputFiles(first), dist);
  const before = identity(dist)['home/namespace-downloads.yaml'];
  const report = publish(outputFiles(second), dist);
  expect(report).toEqual({
    directory: dist,
    written: ['b.yaml', 'home/qbittorrent/deployment.yaml'],
    unchanged: 1,
    removed: ['gitops/a.yaml'],
    foreign: [],
    warnings: [],
  });
  expect(published(dist)).toEqual(second);
  expect(identity(dist)['home/namespace-downloads.yaml']).toBe(before);
  expect(fs.readdirSync(root)).toEqual(['dist']);
});

test('nothing is written when nothing changes', () => {
  const root = temporaryFolder();
  const dist = join(root, 'dist');
  publish(outputFiles(first), dist);
  const before = identity(root);
  const report = publish(outputFiles(first).reverse(), dist);
  expect(report).toMatchObject({ written: [], unchanged: 3, removed: [] });
  expect(identity(root)).toEqual(before);
});

test('a file becomes a folder and a folder a file', () => {
  const dist = join(temporaryFolder(), 'dist');
  publish(outputFiles({ 'x/y': '1', z: '2' }), dist);
  publish(outputFiles({ x: '3', 'z/y': '4' }), dist);
  expect(published(dist)).toEqual({ x: '3', 'z/y': '4' });
});

test('a symlink to a folder is followed, and stays', () => {
  const root = temporaryFolder();
  fs.mkdirSync(join(root, 'elsewhere/real'), { recursive: true });
  fs.symlinkSync('elsewhere/real', join(root, 'dist'));
  publish(outputFiles(first), join(root, 'dist'));
  publish(outputFiles(second), join(root, 'dist'));
  expect(fs.readlinkSync(join(root, 'dist'))).toBe('elsewhere/real');
  expect(published(join(root, 'elsewhere/real'))).toEqual(second);
  expect(fs.readdirSync(join(root, 'elsewhere'))).toEqual(['real']);
});

test('folders keep their mode', () => {
  const dist = join(temporaryFolder(), 'dist');
  publish(outputFiles(first), dist);
  fs.chmodSync(dist, 0o2750);
  fs.chmodSync(join(dist, 'home'), 0o700);
  publish(outputFiles(second), dist);
  expect(fs.statSync(dist).mode & 0o7777).toBe(0o2750);
  expect(fs.statSync(join(dist, 'home')).mode & 0o7777).toBe(0o700);
});

test('any set of files replaces any other, whole', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'é', '…', 'x.yaml');
  const paths = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  // The part after the folders cannot be a folder's name, so no file stands where a folder must.
  const files = fc.dictionary(
    paths.map((path) => `${path}/file`),
    fc.string({ unit: 'grapheme' }),
    { maxKeys: 8 },
  );
  fc.assert(
    fc.property(files, files, (before, after) => {
      const dist = join(temporaryFolder(), 'dist');
      publish(outputFiles(before), dist);
      const report = publish(outputFiles(after), dist);
      expect(published(dist)).toEqual({ ...after });
      expect(report.removed).toEqual(
        Object.keys(before)
          .filter((path) => !(path in after))
          .sort(),
      );
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['/etc/x', 'must be relative'],
  ['C:/x', 'must be relative'],
  ['a/../b', 'has an empty part, "." or ".."'],
  ['a//b', 'has an empty part, "." or ".."'],
  ['', 'has an empty part, "." or ".."'],
  ['a\\b', 'has a backslash, a control character or a leading "#"'],
  ['a\nb', 'has a backslash, a control character or a leading "#"'],
  ['.podlock-files', 'is the name of the list of written files'],
])('fails on the path %j, a mistake of the caller', (path, reason) => {
  const root = temporaryFolder();
  expect(() => publish([{ path, content: '' }], join(root, 'dist'))).toThrow(
    new Error(`output file ${JSON.stringify(path)}: ${reason}`),
  );
  expect(() => writeFiles([{ path, content: '' }], join(root, 'dist'))).toThrow(reason);
  expect(fs.readdirSync(root)).toEqual([]);
});

test.each([
  [['a', 'a'], 'output file "a": given twice'],
  [['home/A', 'home/a'], 'output file "home/a": differs from "home/A" only in case'],
  [['a/b/c', 'a'], 'output file "a": is also the folder of another output file'],
  [['A', 'a/b'], 'output file "A": is also the folder of another output file'],
])('fails on the paths %j, a mistake of the caller', (paths, message) => {
  const files = paths.map((path) => ({ path, content: '' }));
  expect(() => publish(files, join(temporaryFolder(), 'dist'))).toThrow(new Error(message));
});

test('the folder for cdk8s holds the plain files', () => {
  const folder = join(temporaryFolder(), '.cdk8s');
  writeFiles(outputFiles(first), folder);
  writeFiles(outputFiles(first), folder);
  expect(contents(folder)).toEqual(first);
});
