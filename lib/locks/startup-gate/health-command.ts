import { isShell } from '../../manifest/start-script';
/**
 * Whether a command's exit code is that of gluetun's own health.
 * - `health`: it is.
 * - `turned`: it asks, but its exit code says something else, or nothing.
 * - `script`: it asks somewhere in a script that is too long to judge.
 * - `other`: it does not ask.
 */
export type HealthQuestion = 'health' | 'turned' | 'script' | 'other';

/** gluetun's health command, and its health server (gluetun v3.41.3, HEALTH_SERVER_ADDRESS, 127.0.0.1:9999). */
const mention = /gluetun-entrypoint\s+healthcheck|:9999\b/;
const url = String.raw`http://(?:127\.0\.0\.1|localhost|\[::1\]):9999/?`;
const option = String.raw`(?:-[A-Za-z-]+(?:=\S+)?|\d+|-|/dev/null)`;
// Without -f, curl takes every answer for success.
const program = String.raw`(?:/gluetun-entrypoint\s+healthcheck|wget(?:\s+${option})*\s+${url}|curl(?:\s+${option})*\s+(?:-\w*f\w*|--fail)(?:\s+${option})*\s+${url})`;
const quiet = String.raw`(?:\s*(?:[12]?>\s*/dev/null|2>&1))*`;

const alone = new RegExp(`^${program}$`);
const chained = new RegExp(String.raw`^(?:(?:test|\[)\s[^;&|\n]*&&\s*)*(?:exec\s+)?${program}${quiet}$`);
const waiting = new RegExp(
  String.raw`^(?:set\s+-\w+\s*[;\n]\s*)*(?:until\s+|while\s+!\s*)${program}${quiet}\s*[;\n]\s*do\s+[^|&\n]*?(?:[;\n]\s*)done(?=$|\s*[;&\n])`,
);
const ignoring = /\|\|/;
const turning = /healthcheck\b[^\n]*[;&\n]|:9999\b[^\n]*[;&\n]|(?:^|[\s;&])!\s/;
const branching = /(?:^|[\s;])(?:if|while|until|case)\s/;

/** What the exit code of a probe's command says about gluetun's health. */
export function healthQuestion(command: readonly string[]): HealthQuestion {
  const [first = '', ...rest] = command;
  if (!isShell(first)) {
    const text = command.join(' ');
    // One word is one program's name: `/gluetun-entrypoint healthcheck` in one word is no file.
    if (command.every((word) => !/\s/.test(word)) && alone.test(text)) return 'health';
    return mention.test(text) ? 'turned' : 'other';
  }
  const script = scriptOf(rest);
  if (!mention.test(rest.join(' '))) return 'other';
  if (script === undefined) return 'turned';
  if (chained.test(script)) return 'health';
  if (branching.test(script)) return 'script';
  return ignoring.test(script) || turning.test(script) || /^(?:(?:echo|true)\b|:\s)/.test(script) ? 'turned' : 'script';
}

/** Whether a script begins by waiting until gluetun is healthy. */
export function waitsForHealth(command: readonly string[]): boolean {
  const [first = '', ...rest] = command;
  const script = isShell(first) ? scriptOf(rest) : undefined;
  return script !== undefined && waiting.test(script);
}

/** The script of `sh -c SCRIPT`; undefined for a shell that runs none (`-n`), or a file. */
function scriptOf(words: readonly string[]): string | undefined {
  const flag = words.findIndex((word) => !/^[-+]/.test(word)) - 1;
  const options = words.slice(0, flag + 1);
  if (options.some((word) => /^-\w*n/.test(word)) || !options.some((word) => /^-\w*c/.test(word))) return undefined;
  return words[flag + 1]?.trim();
}
