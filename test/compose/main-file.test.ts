import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { plainValue, printMain, Remark, type SourceValue } from '../../lib/main-file/main-file';
import { fixture, fixtures, imported } from './project';

const root = join(__dirname, '../..');

function run(program: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', program), args, {
    cwd,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

/** Every fixture's main.ts, in a folder where `./lib` and the packages are this repository's. */
function inFolderOfMains(look: (folder: string, mains: readonly string[]) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'podlock-mains-'));
  try {
    for (const name of ['lib', 'imports', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
    const mains = Object.keys(fixtures).map((name) => {
      writeFileSync(join(folder, `${name}.ts`), imported(fixture(name), { profiles: ['*'] }).main);
      return `${name}.ts`;
    });
    look(folder, mains);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a main.ts is formatted as this repository is, and is what TypeScript takes', () => {
  inFolderOfMains((folder, mains) => {
    const format = ['format', `--config-path=${join(root, 'biome.json')}`, '--vcs-enabled=false', ...mains];
    expect(run('biome', format, folder)).toMatchObject({ status: 0 });
    const options = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
      include: mains,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    expect(run('tsc', ['-p', 'tsconfig.json'], folder)).toEqual({ status: 0, output: '' });
  });
});

test('a main.ts says what was declared, whatever texts are in it', () => {
  const value: fc.Arbitrary<SourceValue> = fc.letrec<{ value: SourceValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
      fc.tuple(fc.string(), fc.string()).map(([comment, text]) => new Remark(comment, text)),
    ),
  })).value;
  fc.assert(
    fc.property(value, (declared) => {
      const text = printMain({ declared });
      const body = text.replace(/^import .*\n\n/, '').replace(/^synthesize\(/, 'return (');
      expect(JSON.stringify(new Function(body)())).toBe(JSON.stringify(plainValue({ declared })));
    }),
  );
});
