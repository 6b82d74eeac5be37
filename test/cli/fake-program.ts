import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a program of this name into a folder. It writes down what any process of the machine could see of the command:
 * the arguments and the environment of itself and of all its ancestors; and which files it was given open. Then it
 * answers with the text.
 */
export function fakeProgram(folder: string, name: string, answer: string, exitCode = 0): void {
  const file = join(folder, name);
  writeFileSync(join(folder, `${name}.answer`), answer);
  writeFileSync(
    file,
    `#!${process.execPath}
const fs = require('node:fs');
const seen = { args: process.argv.slice(2), processes: [] };
for (let pid = process.pid; pid > 1; ) {
  const read = (name) => { try { return fs.readFileSync('/proc/' + pid + '/' + name, 'latin1'); } catch { return ''; } };
  seen.processes.push(read('cmdline'), read('environ'));
  pid = Number(/PPid:\\s*(\\d+)/.exec(read('status'))?.[1] ?? 0);
}
const input = process.argv.find((word) => word === '/dev/stdin') ?? 0;
seen.input = fs.readFileSync(input, 'utf8');
fs.writeFileSync(${JSON.stringify(join(folder, `${name}.seen`))}, JSON.stringify(seen));
if (${exitCode} !== 0) process.stderr.write('cannot: ' + seen.input);
process.stdout.write(fs.readFileSync(${JSON.stringify(join(folder, `${name}.answer`))}));
process.exit(${exitCode});
`,
  );
  chmodSync(file, 0o755);
}
