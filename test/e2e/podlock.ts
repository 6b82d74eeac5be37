import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { attempt, type CommandOptions, type Outcome } from './command';
import { addresses } from './internet';

const program = resolve(__dirname, '../../bin/podlock.js');

/** Runs Podlock's own command line to its end. */
export function podlock(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  return attempt(process.execPath, [program, ...args], options);
}

/** Starts it, to be interrupted. */
export function startPodlock(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
}

/** The page and the name that the tests' internet has in the places of the defaults. */
export const insteadOfDefaults = ['--ask', `http://${addresses.web}/`, '--resolve', 'tracker.example.org'];
