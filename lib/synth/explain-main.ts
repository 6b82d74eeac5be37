import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { looksSecret } from '../network/secret-look';
import { wasCalled } from './calls';
import { fail } from './failure';

const ifLost = 'If the file was lost: "git restore main.ts", or "npx podlock init --write".';

/**
 * Loaded before main.ts (`app` of cdk8s.yaml): puts into words what is wrong with a main.ts that does not parse, throws, or
 * declares nothing. What `synthesize` itself refuses never gets here.
 */
process.on('uncaughtException', (error: unknown) => {
  const explained = explain(error);
  if (explained !== undefined) fail(...explained);
  else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    fail('failed', [...withoutSecrets(text), 'This is a fault of Podlock itself; please report it.']);
  }
  // As Node would without this handler: what main.ts left running must not keep the synth from its end.
  process.exit();
});

process.on('exit', (code) => {
  if (code !== 0 || wasCalled()) return;
  // An app of somebody's own writes its manifests without Podlock's help.
  const output = process.env['CDK8S_OUTDIR'];
  if (output && existsSync(output)) return;
  fail('main.ts declares nothing; dist/ was not touched', [
    `It never calls synthesize({ cluster: …, pods: … }). ${ifLost}`,
  ]);
});

type Explained = readonly [heading: string, lines: readonly string[]];

/** `undefined`: it is not main.ts that is wrong. */
function explain(error: unknown): Explained | undefined {
  if (!(error instanceof Error)) return ['main.ts throws', ['something that is no Error']];
  const unread = parseErrors(error);
  if (unread.length > 0) return ['main.ts cannot be read; dist/ was not touched', unread];
  const [message = ''] = error.message.split('\n');
  if ('code' in error && error.code === 'MODULE_NOT_FOUND' && 'requireStack' in error) {
    const [importer] = error.requireStack as readonly string[];
    if (message.endsWith(`'${process.argv[1]}'`)) return ['there is no main.ts; dist/ was not touched', [ifLost]];
    return importer === undefined || isOurs(importer)
      ? undefined
      : [`${shown(importer)} fails`, withoutSecrets(message)];
  }
  const frames = framesOf(error);
  const [first] = frames;
  if (first !== undefined && isOurs(first.file)) return undefined;
  const own = frames.filter(({ file }) => !isOurs(file)).map(({ file, place }) => `at ${shown(file)}:${place}`);
  return ['main.ts throws', [...withoutSecrets(`${error.name}: ${error.message}`), ...own]];
}

/** What esbuild, which tsx reads TypeScript with, found in a file: it counts columns from 0. */
function parseErrors({ message, name }: Error): readonly string[] {
  if (name !== 'TransformError') return [];
  return [...message.matchAll(/^(.+):(\d+):(\d+): ERROR: (.*)$/gm)].map(([, file = '', line, column, text = '']) => {
    const problem = looksSecret(text) ? 'is no TypeScript here' : text;
    return `${shown(file)}:${line}:${Number(column) + 1}: ${problem}`;
  });
}

/** A text that somebody's code made, or where it was thrown alone: people throw what they had read. */
function withoutSecrets(text: string): readonly string[] {
  const lines = text.split('\n');
  if (!looksSecret(text)) return lines;
  const frames = lines.filter((line) => /^ {4}at /.test(line) && !looksSecret(line));
  return ['(what it says is not shown: there may be a secret in it)', ...frames];
}

interface Frame {
  readonly file: string;
  readonly place: string;
}

/** Where it was thrown, Node's own places left out. */
function framesOf({ stack = '' }: Error): readonly Frame[] {
  return [...stack.matchAll(/^ {4}at (?:.*\()?(?:file:\/\/)?(\/.*|[A-Z]:\\.*?):(\d+:\d+)\)?$/gm)].map(
    ([, file = '', place = '']) => ({ file, place }),
  );
}

const library = `${sep}lib${sep}`;

function isOurs(file: string): boolean {
  const path = `${sep}${shown(file)}`;
  return path.startsWith(library) || file.includes(`${sep}node_modules${sep}`);
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}
