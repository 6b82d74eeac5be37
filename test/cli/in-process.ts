import { Readable } from 'node:stream';
import { runPodlock } from '../../lib/cli/run-podlock';

/**
 * What `podlock` does with these arguments in a folder, without a process of its own, which takes half a second: for what
 * does not depend on what kind of file standard input and output are. They are pipes here.
 */
export async function podlockIn(folder: string, args: readonly string[], input = '') {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    }),
  );
  const pipe = Object.assign(Readable.from([Buffer.from(input)]), { isTTY: false, fd: 0 });
  const stdin = jest.spyOn(process, 'stdin', 'get').mockReturnValue(pipe as never);
  const before = process.cwd();
  process.chdir(folder);
  try {
    return { status: await runPodlock(args), ...written };
  } finally {
    process.chdir(before);
    for (const spy of [stdin, ...spies]) spy.mockRestore();
  }
}
