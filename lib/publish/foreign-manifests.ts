import fs from 'node:fs';
import { join } from 'node:path';
import { readList } from './file-list';
import type { OutputFile } from './output-file';
import { foreignOf } from './plan';
import { codeOf, explain } from './publish-error';
import { scan } from './scan';

/**
 * The manifests below a folder of dist/ that Podlock never wrote. Argo CD and Flux apply them with the others.
 *
 * @param directory dist/ itself, which need not exist
 * @param folder such as `home`: a folder below it
 * @throws PublishError when dist/ cannot be read
 */
export function foreignManifests(directory: string, folder: string): readonly OutputFile[] {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return read(directory, folder);
    } catch (error) {
      // Another synth may have replaced dist/ in between.
      if (codeOf(error) !== 'ENOENT' || attempt === attempts) throw explain(error, directory);
    }
  }
}

const attempts = 5;

function read(directory: string, folder: string): OutputFile[] {
  return foreignOf(scan(directory), readList(directory).paths)
    .filter((path) => path.startsWith(`${folder}/`) && /\.(ya?ml|json)$/.test(path))
    .filter((path) => fs.statSync(join(directory, path), { throwIfNoEntry: false })?.isFile())
    .map((path) => ({ path, content: fs.readFileSync(join(directory, path), 'utf8') }));
}
