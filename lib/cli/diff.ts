import { existsSync } from 'node:fs';
import { paintFor } from '../check/paint';
import { type Input, readInput } from '../check/read-input';
import type { InputError } from '../check/source';
import { diffManifests } from '../diff/diff-manifests';
import { GitError, readCommit } from '../diff/git-side';
import { diffJson } from '../diff/json-report';
import { diffText } from '../diff/text-report';
import { locks } from '../locks';
import type { ManifestDocument } from '../manifest/document';
import { readManifests } from '../manifest/read-manifests';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseArguments } from './parse-arguments';
import { UsageError } from './usage-error';

const summary = 'Say in words what changed manifests do: what restarts, which volume stays, which lock is loosened';

export const diff: Command = {
  summary,
  help: `podlock diff [OLD [NEW]] [--dist DIR] [--json]

${summary}.

  OLD, NEW      a file or folder, or, where there is none of that name, a commit (default: HEAD and DIR)
  --dist DIR    the folder with the manifests, for commits (default: dist)
  --json        for programs

  npm run synth && npx podlock diff            what the change that is not yet committed does
  npx podlock diff origin/main                 what this branch does
  npx podlock diff v1.0 v1.1                   what lies between two releases

Values are not printed, but for images, ports, sizes and volumes: git diff shows the rest.
Exit codes: ${exitCodes.clean} nothing changes; ${exitCodes.found} something does; ${exitCodes.failed} could not tell: unreadable, no manifests, no such commit.
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: { dist: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const folder = values.dist ?? 'dist';
  const [old = 'HEAD', young = folder, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`two things to compare, not ${positionals.length}: podlock diff OLD NEW`);
  const [before, after] = [await readSide(old, folder), await readSide(young, folder)];
  const errors = [...before.errors, ...after.errors];
  if (before.documents.length + after.documents.length === 0 && errors.length === 0) {
    throw new UsageError(`neither ${old} nor ${young} has a manifest in ${folder}/`);
  }
  for (const { file = '', message, remedy } of errors)
    process.stderr.write(`podlock: ${file} ${message}\n  ${remedy}\n`);
  const entries = diffManifests(before.documents, after.documents, locks);
  if (values.json || errors.length === 0 || entries.length > 0) {
    process.stdout.write(
      values.json ? diffJson(entries) : diffText(entries, paintFor(process.stdout.isTTY, process.env)),
    );
  }
  if (errors.length > 0) return exitCodes.failed;
  return entries.length === 0 ? exitCodes.clean : exitCodes.found;
}

interface Side {
  readonly documents: readonly ManifestDocument[];
  readonly errors: readonly Pick<InputError, 'file' | 'message' | 'remedy'>[];
}

async function readSide(name: string, folder: string): Promise<Side> {
  const { sources, errors } = await readNamed(name, folder);
  const read = sources.map(({ text, file }) => readManifests(text, file));
  const unreadable = read.flatMap(({ problems }) => problems).filter(({ lock }) => lock === 'unreadable-document');
  return { documents: read.flatMap(({ documents }) => documents), errors: [...errors, ...unreadable] };
}

async function readNamed(name: string, folder: string): Promise<Input> {
  if (name === '-' || existsSync(name)) return readInput([name], process.stdin);
  try {
    return readCommit(name, folder);
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}
