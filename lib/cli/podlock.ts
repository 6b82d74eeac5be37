import { runPodlock } from './run-podlock';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads a long report may stop early, as `head` does.
  if (error.code !== 'EPIPE') throw error;
});

runPodlock(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
