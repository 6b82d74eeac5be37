import { spawn } from 'node:child_process';

/** How to run a program. */
export interface CommandOptions {
  /** What the program reads from its standard input. @default - nothing */
  readonly input?: string;
  /** Seconds before it is killed. @default 120 */
  readonly timeoutSeconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** What a program left behind. */
export interface Outcome {
  /** The exit code; 128 and more where a signal ended it. */
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end, whatever its exit code. */
export function attempt(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.directory,
      env: { ...process.env, ...options.environment },
      timeout: (options.timeoutSeconds ?? 120) * 1000,
      killSignal: 'SIGKILL',
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {}); // the program may end before it has read everything
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? 137,
        output: Buffer.concat(output).toString(),
        errors: Buffer.concat(errors).toString(),
      }),
    );
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a program that must succeed, and returns its output. */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, output, errors } = await attempt(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${code}\n${errors}${output}`.trimEnd());
  return output;
}
