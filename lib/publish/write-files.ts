import fs from 'node:fs';
import { join } from 'node:path';
import { checkPaths, foldersOf, type OutputFile } from './output-file';
import { explain } from './publish-error';

/**
 * Writes the files one by one: for a folder that only `cdk8s synth` reads. dist/ is for `publish`.
 *
 * @throws PublishError when a system call fails
 */
export function writeFiles(files: readonly OutputFile[], directory: string): void {
  checkPaths(files);
  try {
    fs.mkdirSync(directory, { recursive: true });
    for (const folder of foldersOf(files.map((file) => file.path))) {
      fs.mkdirSync(join(directory, folder), { recursive: true });
    }
    for (const file of files) fs.writeFileSync(join(directory, file.path), file.content);
  } catch (error) {
    throw explain(error, directory);
  }
}
