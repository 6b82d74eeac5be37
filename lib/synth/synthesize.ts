import { type Finding, formatObject } from '../check/finding';
import { DeclarationError } from '../declaration/mistake';
import type { DeclarationInput } from '../declaration/parse-declaration';
import { foreignManifests } from '../publish/foreign-manifests';
import { type OutputDirectories, outputDirectories } from '../publish/output-directories';
import { type PublishReport, publish } from '../publish/publish';
import { PublishError } from '../publish/publish-error';
import { writeFiles } from '../publish/write-files';
import { countCall } from './calls';
import { allClusters, parseClusters } from './clusters';
import { fail } from './failure';
import { readSecretFiles } from './read-secret-files';
import { OpenLockError, refuseOpenLocks } from './refuse-open-locks';
import { type RenderedFile, type RenderedManifests, renderManifests } from './render-manifests';

/**
 * Makes dist/ what the declarations say, one for each cluster: parses, renders, checks every lock on what was rendered,
 * then publishes all at once. Called once by main.ts, which `cdk8s synth` runs. A mistake is reported on standard error
 * and sets exit code 1; dist/ then stays as it was.
 */
export function synthesize(...inputs: readonly [DeclarationInput, ...DeclarationInput[]]): void {
  if (countCall() > 0) {
    fail('synthesize was called a second time, and that call was not followed', [
      'dist/ is what one call says: give it every declaration, synthesize(one, other), and every Pod of a cluster in one "pods".',
    ]);
    return;
  }
  try {
    const clusters = parseClusters(inputs).map((declaration) => ({
      declaration,
      manifests: renderManifests(declaration, readSecretFiles(declaration)),
    }));
    const output = outputDirectories(process.env);
    const loosened = clusters.flatMap(({ declaration, manifests }) => {
      const beside = output.published === undefined ? [] : foreignManifests(output.published, declaration.cluster.name);
      return refuseOpenLocks(manifests, beside);
    });
    writeOutput(allClusters(clusters.map(({ manifests }) => manifests)), output, loosened);
  } catch (error) {
    const heading = headingOf(error);
    if (heading === undefined || !(error instanceof Error)) throw error;
    fail(heading, error.message.split('\n'));
  }
}

function headingOf(error: unknown): string | undefined {
  if (error instanceof DeclarationError) return 'the declaration has mistakes; dist/ was not touched';
  if (error instanceof PublishError) return 'could not publish';
  if (error instanceof OpenLockError) return 'a lock is open; dist/ was not touched';
  return undefined;
}

function writeOutput(
  { pods, gitOps }: Pick<RenderedManifests, 'pods' | 'gitOps'>,
  { listed, published, warnings }: OutputDirectories,
  loosened: readonly Finding[],
): void {
  const files = onePerPath([...pods.flat(), ...gitOps]);
  if (listed !== undefined) writeFiles(files, listed);
  const report = published === undefined ? undefined : publish(files, published);
  // Standard error, because cdk8s-cli swallows the app's standard output.
  const closed = `every lock is closed in ${count(pods.length, 'Pod')}${loosened.length === 0 ? '' : ', but for:'}`;
  for (const line of [
    closed,
    ...loosened.map(describeLoosened),
    ...warnings,
    ...(report === undefined ? [] : describe(report)),
  ]) {
    process.stderr.write(`podlock: ${line}\n`);
  }
}

/** Pods of one namespace bring the same namespace file. */
function onePerPath(files: readonly RenderedFile[]): RenderedFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function describeLoosened({ lock, object, suppressed }: Finding): string {
  return `  ${lock} of ${formatObject(object)}, loosened because: ${suppressed?.because}`;
}

function describe({ directory, written, removed, unchanged, foreign, warnings }: PublishReport): string[] {
  return [
    `${directory}/: ${count(written.length, 'file')} written, ${removed.length} removed, ${unchanged} unchanged`,
    ...foreign.map(
      (path) =>
        `${directory}/${path} is not in the list of what Podlock wrote and stays as it is; Argo CD and Flux apply it if it is a manifest (one that begins with "# Written by Podlock" is left over from an earlier synth: delete it)`,
    ),
    ...warnings,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
