import { PassThrough } from 'node:stream';
import type { Exec, V1Status } from '@kubernetes/client-node';
import type { ContainerPlace, ExecOutcome } from './cluster';
import { ClusterError } from './cluster-error';

interface ExecOptions {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal | undefined;
}

/** A program that talks without end must not fill the memory. */
const outputLimit = 4_000_000;

/** Runs a program in a container to its end. The programs that Podlock starts end by themselves. */
export function execIn(
  exec: Exec,
  { namespace, pod, container }: ContainerPlace,
  command: readonly string[],
  { timeoutSeconds, signal }: ExecOptions,
): Promise<ExecOutcome> {
  return new Promise((resolve, reject) => {
    const output = collect();
    const errors = collect();
    let close = () => {};
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      close();
      settle();
    };
    const fail = (error: ClusterError) => end(() => reject(error));
    const where = `${namespace}/${pod} container ${container}`;
    const stop = () => fail(new ClusterError('stopped', 'interrupted'));
    const timer = setTimeout(
      () => fail(new ClusterError('timeout', `exec into ${where}: not finished after ${timeoutSeconds} s`)),
      timeoutSeconds * 1000,
    );
    if (signal?.aborted) return stop();
    signal?.addEventListener('abort', stop);
    const done = (status: V1Status) => {
      const code = exitCodeOf(status);
      if (code === undefined) fail(new ClusterError('refused', `exec into ${where}: ${status.message ?? 'failed'}`));
      else end(() => resolve({ code, output: output.text(), errors: errors.text() }));
    };
    exec.exec(namespace, pod, container, [...command], output.stream, errors.stream, null, false, done).then(
      (socket) => {
        close = () => socket.close();
        // After the status nobody listens any more; before it, the connection broke.
        socket.onclose = () =>
          setImmediate(() => fail(new ClusterError('unreachable', `exec into ${where}: the connection broke`)));
      },
      (error: unknown) => fail(connectionError(error, where)),
    );
  });
}

function collect() {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= outputLimit) chunks.push(chunk);
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** The program's exit code; undefined where it never ran. */
function exitCodeOf({ status, reason, details }: V1Status): number | undefined {
  if (status === 'Success') return 0;
  if (reason !== 'NonZeroExitCode') return undefined;
  const cause = details?.causes?.find((each) => each.reason === 'ExitCode');
  return Number(cause?.message ?? 1);
}

function connectionError(error: unknown, where: string): ClusterError {
  const text = String((error as { message?: unknown })?.message ?? error);
  const [, status] = /Unexpected server response: (\d+)/.exec(text) ?? [];
  if (status === '401' || status === '403') {
    return new ClusterError('forbidden', `exec into ${where}: forbidden (needs get and create on pods/exec)`);
  }
  if (status === '404') return new ClusterError('not-found', `exec into ${where}: the Pod is gone`);
  if (status !== undefined) return new ClusterError('refused', `exec into ${where}: refused (${status})`);
  return new ClusterError('unreachable', `exec into ${where}: ${text}`);
}
