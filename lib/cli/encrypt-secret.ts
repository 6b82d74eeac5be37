import { spawn } from 'node:child_process';
import { text as textOf } from 'node:stream/consumers';
import { UsageError } from './usage-error';

/** A program that encrypts what it reads from standard input. */
interface Encrypter {
  readonly program: string;
  readonly args: readonly string[];
  readonly install: string;
}

/** kubeseal: asks the controller in the cluster for its certificate, unless it is given as a file. */
export function kubeseal(certificate: string | undefined): Encrypter {
  return {
    program: 'kubeseal',
    args: ['--format', 'yaml', ...(certificate === undefined ? [] : ['--cert', certificate])],
    install: 'https://github.com/bitnami-labs/sealed-secrets/releases',
  };
}

/** SOPS: `.sops.yaml` or its environment says for whom; `file` is what the rules of `.sops.yaml` are asked about. */
export function sops(file: string): Encrypter {
  const types = ['--input-type', 'yaml', '--output-type', 'yaml'];
  // Without it kind and name would be encrypted too, and no controller would know a Secret.
  const values = ['--encrypted-regex', '^(data|stringData)$'];
  return {
    program: 'sops',
    args: ['--encrypt', ...types, ...values, '--filename-override', file, '/dev/stdin'],
    install: 'https://github.com/getsops/sops/releases',
  };
}

/**
 * Encrypts a text. It reaches the program by a pipe: no argument, no environment, no file ever holds it.
 *
 * @param secrets never shown, whatever the program says
 * @throws UsageError when the program is missing or fails
 */
export async function encrypt(encrypter: Encrypter, text: string, secrets: readonly string[]): Promise<string> {
  const { program, args, install } = encrypter;
  // Node's own pipes are sockets, and /dev/stdin cannot be opened where standard input is one.
  const child = spawn('/bin/sh', ['-c', 'cat | exec "$0" "$@"', program, ...args], { stdio: 'pipe', env: process.env });
  // A program that fails early does not read to the end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(text);
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [output, complaint, code] = await Promise.all([textOf(child.stdout), textOf(child.stderr), exit]);
  if (code === 127) throw new UsageError(`${program} is not there (not on PATH): install it, ${install}`);
  if (code !== 0) throw new UsageError(`${program} failed (exit code ${code}): ${redact(complaint, secrets)}`);
  return output;
}

function redact(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')]);
  return parts.reduce((shown, part) => shown.replaceAll(part, '(hidden)'), text).trim() || 'it does not say why';
}
