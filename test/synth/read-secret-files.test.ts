import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { readSecretFiles } from '../../lib/synth/read-secret-files';
import { exampleWith } from '../declaration/example-declaration';

const declaration = parseDeclaration(
  exampleWith({ 'pods.0.vpn.credentials.secret': { name: 'vpn', sopsSecret: 'secrets/vpn.yaml' } }),
);
const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-files-'));
  mkdirSync(join(folder, 'secrets'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const file = 'secrets/vpn.yaml';

test('the files are read from beside main.ts, as they are', () => {
  writeFileSync(file, 'a: ä\r\n');
  expect([...readSecretFiles(declaration)]).toEqual([[file, 'a: ä\r\n']]);
});

test('one that does not exist is left out', () => {
  expect([...readSecretFiles(declaration)]).toEqual([]);
});

test.each([
  ['a folder', () => mkdirSync(file), 'is a folder'],
  ['a named pipe, which has no end', () => void spawnSync('mkfifo', [file]), 'is not a plain file'],
  ['a link to itself', () => symlinkSync('vpn.yaml', file), 'leads back to itself'],
  ['bytes that are no text', () => writeFileSync(file, Buffer.from([0x61, 0xff])), 'is not UTF-8'],
  ['zeros', () => writeFileSync(file, Buffer.alloc(9)), 'is binary'],
  [
    '100 MB',
    () => {
      writeFileSync(file, '');
      truncateSync(file, 100_000_000);
    },
    'is larger than 3 MiB: no Secret is',
  ],
])('fails with the place in the declaration on %s', (_, make, problem) => {
  make();
  const read = () => readSecretFiles(declaration);
  expect(read).toThrow(`pods[0].vpn.credentials.secret: ${file} `);
  expect(read).toThrow(problem);
});
