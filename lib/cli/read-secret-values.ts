import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import password from '@inquirer/password';
import { explainFileError } from '../check/file-error';
import { type SecretKey, secretKey } from '../secrets/secret-keys';
import { SecretValueError } from '../secrets/secret-value';
import { wireguardConfigKeys } from '../secrets/wireguard-config';
import { UsageError } from './usage-error';

const presharedKey = 'wireguard_preshared_key';

interface Inputs {
  /** A WireGuard configuration file. @default - none */
  readonly wireguardConfig?: string | undefined;
  /** Files by the keys whose values they hold. */
  readonly files: ReadonlyMap<string, string>;
  /** Values that a compose project has, by their keys. @default - none */
  readonly compose?: ReadonlyMap<string, string>;
}

/**
 * The values of a Secret's keys: from files, and what is then missing from whoever sits at the terminal.
 * @throws UsageError that never shows a value
 */
export async function readSecretValues(
  keys: readonly string[],
  { compose = new Map(), files, wireguardConfig }: Inputs,
): Promise<Readonly<Record<string, string>>> {
  const strangers = [...files.keys()].filter((key) => !keys.includes(key));
  if (strangers.length > 0) {
    throw new UsageError(`--from-file ${strangers.join(', ')}: the Secret has the keys ${keys.join(', ')}`);
  }
  const values: Record<string, string> = {};
  for (const [key, value] of compose) {
    if (keys.includes(key)) values[key] = judge(secretKey(key), `--from-compose: ${key}`, value);
  }
  if (wireguardConfig !== undefined) Object.assign(values, fromConfig(wireguardConfig, keys));
  for (const [key, file] of files)
    values[key] = judge(secretKey(key), `--from-file ${key}: the file`, readFile(file, `--from-file ${key}: the file`));
  const missing = keys.filter((key) => values[key] === undefined);
  if (wireguardConfig !== undefined && missing.includes(presharedKey)) tellLack(wireguardConfig);
  if (missing.length > 0 && !process.stdin.isTTY) {
    throw new UsageError(
      `nobody to ask for ${missing.join(', ')}: standard input is no terminal; give files: --from-file KEY=FILE`,
    );
  }
  for (const key of missing) values[key] = await ask(secretKey(key), key);
  return Object.fromEntries(keys.map((key) => [key, values[key] ?? '']));
}

/** Whoever sits at a terminal is asked for the key after that. */
function tellLack(config: string): void {
  const lack = `--wireguard-config: ${config} has no PresharedKey under [Peer], and the Secret needs it as ${presharedKey}`;
  if (process.stdin.isTTY) process.stderr.write(`podlock: ${lack}\n`);
  else {
    throw new UsageError(
      `${lack}; fetch the file anew from the provider, or give the key in a file of its own: --from-file ${presharedKey}=FILE`,
    );
  }
}

/** Of the keys that the file has, those that the Secret has too. */
function fromConfig(file: string, keys: readonly string[]): Readonly<Record<string, string>> {
  const text = readFile(file, file);
  const found: Readonly<Record<string, string>> = {
    ...named(`--wireguard-config: ${file}`, () => wireguardConfigKeys(text)),
    'wg0.conf': secretKey('wg0.conf').parse(text),
  };
  if (found[presharedKey] !== undefined && keys.includes('wireguard_private_key') && !keys.includes(presharedKey)) {
    process.stderr.write(
      `podlock: ${file} has a PresharedKey, which this Secret is not to hold; a server that wants it answers nobody without: ` +
        'where the provider lets you, set credentials.presharedKey in main.ts, synthesize, and make the Secret anew\n',
    );
  }
  return Object.fromEntries(Object.entries(found).filter(([key]) => keys.includes(key)));
}

function judge(key: SecretKey, place: string, text: string): string {
  return named(place, () => key.parse(text));
}

function named<Result>(place: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw error instanceof SecretValueError ? new UsageError(`${place} ${error.message}`) : error;
  }
}

/** A Secret holds 1 MiB at most. In bytes. */
const largestFile = 1024 * 1024;

/**
 * A pipe such as <(pass show vpn) will do.
 * @param called what to call it: its name may be a key that somebody gave in the place of a file
 */
function readFile(file: string, called: string): string {
  try {
    const descriptor = openSync(file, constants.O_RDONLY);
    try {
      if (fstatSync(descriptor).isDirectory()) throw new UsageError(`${called} is a folder`);
      const bytes = Buffer.alloc(largestFile + 1);
      let length = 0;
      for (let count = -1; count !== 0 && length < bytes.length; length += count) {
        count = readSync(descriptor, bytes, length, bytes.length - length, null);
      }
      if (length > largestFile) throw new UsageError(`${called} is larger than 1 MiB: no key is`);
      return bytes.toString('utf8', 0, length);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${called} ${explainFileError(file, error)}`);
  }
}

/** On standard error, because standard output goes into kubectl. */
const hidden = { output: process.stderr };

async function ask(key: SecretKey, name: string): Promise<string> {
  if (key.form === 'file') {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const file = await lines.question(`${key.question}: path of the file: `);
    lines.close();
    return judge(key, `${name}: the file`, readFile(file.trim(), `${name}: the file`));
  }
  return judge(key, name, await askHidden(key));
}

/** Asks without showing what is typed; a new password twice. */
export async function askHidden({ form, question }: SecretKey): Promise<string> {
  const first = await password({ message: question, mask: true }, hidden);
  if (form !== 'new password') return first;
  const second = await password({ message: 'Once more', mask: true }, hidden);
  if (first !== second) throw new UsageError('the two passwords differ');
  return first;
}
