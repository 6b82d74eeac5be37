import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { outputDirectories } from '../../lib/publish/output-directories';

test('dist/ is published when cdk8s empties the folder that cdk8s.yaml names, and git ignores that one', () => {
  const root = join(__dirname, '../..');
  const { output } = load(fs.readFileSync(join(root, 'cdk8s.yaml'), 'utf8')) as { output: string };
  expect(outputDirectories({ CDK8S_OUTDIR: output })).toEqual({ listed: output, published: 'dist', warnings: [] });
  const ignored = fs.readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining([`${output}/`, '.podlock-*/']));
});

test.each([
  ['unset', undefined, { published: 'dist', warnings: [] }],
  ['empty', '', { published: 'dist', warnings: [] }],
  ['the configured one', '.cdk8s', { listed: '.cdk8s', published: 'dist', warnings: [] }],
  ['the configured one, absolute', resolve('.cdk8s'), { listed: resolve('.cdk8s'), published: 'dist', warnings: [] }],
  ['another one', 'other', { listed: 'other', warnings: [] }],
  ['a temporary one', '/tmp/cdk8s-x', { listed: '/tmp/cdk8s-x', warnings: [] }],
  ["Helm's templates", '.cdk8s/templates', { listed: '.cdk8s/templates', warnings: [] }],
])('an output folder that is %s decides where the files go', (_, folder, expected) => {
  expect(outputDirectories(folder === undefined ? {} : { CDK8S_OUTDIR: folder })).toEqual(expected);
});

test.each(['dist', './dist/', resolve('dist')])('-o %s still publishes, and says how to do better', (folder) => {
  expect(outputDirectories({ CDK8S_OUTDIR: folder })).toEqual({
    published: 'dist',
    warnings: [expect.stringContaining(`leave out "-o ${folder}"`)],
  });
});
