import { existsSync, fstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import confirm from '@inquirer/confirm';
import { DeclarationError } from '../declaration/mistake';
import { parseDeclaration } from '../declaration/parse-declaration';
import { OpenLockError, refuseOpenLocks } from '../synth/refuse-open-locks';
import { renderManifests } from '../synth/render-manifests';
import { UsageError } from './usage-error';

/**
 * Does with a declaration what `cdk8s synth` will do, but for the writing: nothing is printed that would not synthesize.
 * @throws UsageError
 */
export function refuseOpenMain(declaration: unknown): void {
  try {
    refuseOpenLocks(renderManifests(parseDeclaration(declaration)));
  } catch (error) {
    if (error instanceof DeclarationError)
      throw new UsageError(`that is no declaration; nothing was written\n${error.message}`);
    if (error instanceof OpenLockError)
      throw new UsageError(`a lock would be open; nothing was written\n${error.message}`);
    throw error;
  }
}

/**
 * Prints main.ts, or writes it beside package.json; one that is there is replaced only when somebody says so.
 * @throws UsageError
 */
export async function deliverMain(
  text: string,
  { write, yes }: { readonly write: boolean; readonly yes: boolean },
): Promise<void> {
  if (!write) {
    process.stdout.write(text);
    return;
  }
  if (existsSync('main.ts') && !yes && !(await mayReplace()))
    throw new UsageError('main.ts stays as it is; nothing was written');
  writeWhole('main.ts', text);
  process.stderr.write('podlock: main.ts written\n\n');
}

/**
 * Says with a failure that a shell which sent the output into a file has emptied that file already.
 * @throws UsageError
 */
export async function sayingRedirect<Result>(write: boolean, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError) || write || !isFile(process.stdout.fd)) throw error;
    throw new UsageError(
      `${error.message}\nthe file behind ">" is empty now: the shell did that before podlock ran. "git restore main.ts" brings it back; --write in the place of ">" never loses one`,
    );
  }
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

async function mayReplace(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('main.ts is there already: --yes replaces it; nothing was written');
  return confirm({ message: 'main.ts is there already. Replace it?', default: false }, { output: process.stderr });
}

/** Writes a file whole or not at all. @throws UsageError */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${path} could not be written: ${why}`);
  }
}
