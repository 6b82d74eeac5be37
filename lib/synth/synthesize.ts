import { DeclarationError } from '../declaration/mistake';
import { type DeclarationInput, parseDeclaration } from '../declaration/parse-declaration';
import { outputDirectories } from '../publish/output-directories';
import { type PublishReport, publish } from '../publish/publish';
import { PublishError } from '../publish/publish-error';
import { writeFiles } from '../publish/write-files';
import { OpenLockError, refuseOpenLocks } from './refuse-open-locks';
import { type RenderedFile, type RenderedManifests, renderManifests } from './render-manifests';

/**
 * Makes dist/ what the declaration says: parses, renders, checks every lock on what was rendered, then publishes all
 * at once. Called by main.ts, which `cdk8s synth` runs. A mistake is reported on standard error and sets exit code 1;
 * dist/ then stays as it was.
 */
export function synthesize(input: DeclarationInput): void {
  try {
    const declaration = parseDeclaration(input);
    const manifests = renderManifests(declaration);
    refuseOpenLocks(manifests);
    writeOutput(manifests);
  } catch (error) {
    const heading = headingOf(error);
    if (heading === undefined || !(error instanceof Error)) throw error;
    process.stderr.write(`${heading}\n${indent(error.message)}\n`);
    process.exitCode = 1;
  }
}

function headingOf(error: unknown): string | undefined {
  if (error instanceof DeclarationError) return 'podlock: the declaration has mistakes; dist/ was not touched';
  if (error instanceof PublishError) return 'podlock: could not publish';
  if (error instanceof OpenLockError) return 'podlock: a lock is open in what was rendered; dist/ was not touched';
  return undefined;
}

function writeOutput({ pods, gitOps }: RenderedManifests): void {
  const files = onePerPath([...pods.flat(), ...gitOps]);
  const { listed, published, warnings } = outputDirectories(process.env);
  if (listed !== undefined) writeFiles(files, listed);
  const report = published === undefined ? undefined : publish(files, published);
  // Standard error, because cdk8s-cli swallows the app's standard output.
  const closed = `every lock is closed in ${count(pods.length, 'Pod')}`;
  for (const line of [closed, ...warnings, ...(report === undefined ? [] : describe(report))]) {
    process.stderr.write(`podlock: ${line}\n`);
  }
}

/** Pods of one namespace bring the same namespace file. */
function onePerPath(files: readonly RenderedFile[]): RenderedFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function describe({ directory, written, removed, unchanged, foreign, warnings }: PublishReport): string[] {
  return [
    `${directory}/: ${count(written.length, 'file')} written, ${removed.length} removed, ${unchanged} unchanged`,
    ...foreign.map((path) => `${directory}/${path} was not written by Podlock and stays as it is`),
    ...warnings,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
