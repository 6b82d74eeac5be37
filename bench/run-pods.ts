import { performance } from 'node:perf_hooks';
import { synthesize } from '../lib';
import { declarationOf } from './pods';

/** One process, one figure: synthesizes argv[2] Pods in the working directory and prints its time and peak memory. */
const declaration = declarationOf(Number(process.argv[2]));
const start = performance.now();
synthesize(declaration);
const milliseconds = performance.now() - start;
process.stdout.write(JSON.stringify({ milliseconds, peakMebibytes: process.resourceUsage().maxRSS / 1024 }));
