import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeText } from '../../lib/check/decode-text';
import { readInput } from '../../lib/check/read-input';
import { runs } from '../runs';

let folder: string;
let home: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-input-'));
  home = process.cwd();
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

async function* stream(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

async function read(paths: readonly string[], ...chunks: readonly Uint8Array[]) {
  const { sources, errors } = await readInput(paths, stream(...chunks));
  return {
    sources: sources.map(({ file, text }) => `${file}: ${text}`),
    errors: errors.map(
      ({ file, line, column, message }) => `${file}${line === undefined ? '' : `:${line}:${column}`} ${message}`,
    ),
  };
}

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
}

test('a folder is read with all its folders, by name, but for hidden ones and node_modules', async () => {
  write({
    'a/z.yml': 'z',
    'a/b/c.json': 'c',
    'a/a.YAML': 'a',
    'a/.git/x.yaml': 'x',
    'a/node_modules/y.yaml': 'y',
    'a/readme.md': 'r',
  });
  expect(await read(['a'])).toEqual({ sources: ['a/a.YAML: a', 'a/b/c.json: c', 'a/z.yml: z'], errors: [] });
});

test('a file is read whatever its name, and once however often it is named', async () => {
  write({ 'a/b.txt': 'b', 'a/c.yaml': 'c' });
  expect(await read(['a/b.txt', 'a/c.yaml', './a/c.yaml', 'a'])).toEqual({
    sources: ['a/b.txt: b', 'a/c.yaml: c'],
    errors: [],
  });
});

test('standard input comes in pieces', async () => {
  expect(await read(['-'], Buffer.from('a: '), Buffer.from('b'))).toEqual({ sources: ['<stdin>: a: b'], errors: [] });
  expect(await read(['-'])).toEqual({ sources: ['<stdin>: '], errors: [] });
});

test('a pipe can be named like a file', async () => {
  spawnSync('mkfifo', ['pipe']);
  const writer = spawn('sh', ['-c', 'echo "kind: Pod" > pipe']);
  expect(await read(['pipe'])).toEqual({ sources: ['pipe: kind: Pod\n'], errors: [] });
  await once(writer, 'close');
});

test('a folder that leads back to itself ends there', async () => {
  write({ 'a/b/c.yaml': 'c' });
  symlinkSync('..', 'a/b/up');
  symlinkSync('c.yaml', 'a/b/again.yaml');
  expect(await read(['a'])).toEqual({ sources: ['a/b/again.yaml: c'], errors: [] });
});

test('fails with a clear error on what cannot be read, and reads the rest', async () => {
  write({ 'good.yaml': 'g', 'empty/readme.md': '' });
  symlinkSync('loop.yaml', 'loop.yaml');
  symlinkSync('nowhere', 'broken.yaml');
  symlinkSync('nowhere', 'unimportant');
  spawnSync('mkfifo', ['pipe.yaml']);
  expect(await read(['.', 'god.yaml', 'nope', 'good.yaml/x', 'empty'])).toEqual({
    sources: ['good.yaml: g'],
    errors: [
      'broken.yaml is a symbolic link that leads nowhere',
      'loop.yaml is a symbolic link that leads back to itself',
      'pipe.yaml is no ordinary file',
      'god.yaml does not exist; did you mean "good.yaml"?',
      'nope does not exist',
      'good.yaml/x is not there: a part of its path is no folder',
      'empty holds no *.yaml, *.yml or *.json file that was not read already',
    ],
  });
});

test('fails on a file or a stream that is too large, without reading all of it', async () => {
  write({ 'large.yaml': '' });
  truncateSync('large.yaml', 100 * 1024 ** 3);
  const message = 'is larger than 50 MiB: split it';
  expect(await read(['large.yaml'])).toEqual({ sources: [], errors: [`large.yaml ${message}`] });
  const megabyte = Buffer.alloc(1024 ** 2, 'a');
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) yield megabyte;
  };
  expect((await readInput(['-'], endless())).errors).toMatchObject([{ file: '<stdin>', message }]);
});

test('fails on a stream that breaks', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a');
    throw Object.assign(new Error('x'), { code: 'EIO' });
  };
  expect((await readInput(['-'], broken())).errors).toMatchObject([{ message: 'cannot be read: EIO' }]);
});

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from('ä: 1'), 'ä: 1'],
  ['UTF-8 with a byte order mark', Buffer.from('\uFEFFä: 1'), 'ä: 1'],
  ['UTF-16, little end first', utf16('ä: 1'), 'ä: 1'],
  ['UTF-16, big end first', utf16('ä: 1').swap16(), 'ä: 1'],
  ['an honest U+FFFD', Buffer.from('a: \uFFFD'), 'a: \uFFFD'],
])('%s is text', (_, bytes, text) => {
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  [
    'UTF-16 without its mark',
    Buffer.from('a: 1', 'utf16le'),
    'is binary, or UTF-16 without its byte order mark: it has a zero byte',
    1,
    2,
  ],
  [
    'a program',
    Buffer.from('\x7FELF\n\x02\x00'),
    'is binary, or UTF-16 without its byte order mark: it has a zero byte',
    2,
    2,
  ],
  ['Latin-1', Buffer.from('a: 1\nb: \xE4 c\n', 'latin1'), 'is not UTF-8', 2, 4],
  ['a character cut in half', Buffer.from('a: ä').subarray(0, 4), 'is not UTF-8', 1, 4],
  ['half a character of UTF-16', Buffer.concat([utf16('a'), Buffer.from([0])]), 'begins as UTF-16 and is not', 1, 1],
])('%s is no text, and the place is told', (_, bytes, message, line, column) => {
  expect(decodeText(bytes)).toEqual({ message, line, column });
});

test('bytes are text exactly when they are UTF-8 without zero bytes, or UTF-16 with its mark', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const result = decodeText(bytes);
      if (typeof result !== 'string') return expect([result.line > 0, result.column > 0]).toEqual([true, true]);
      if (bytes[0] === 0xff || bytes[0] === 0xfe) return expect(bytes.length).toBeGreaterThan(1);
      const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
      return expect([...Buffer.from(result)]).toEqual([...bytes.subarray(mark)]);
    }),
    { numRuns: runs(1_000) },
  );
});
