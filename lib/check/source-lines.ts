import type { Source } from './source';

/** The lines of the files that findings are about. */
export type SourceLines = (file: string, line: number) => string | undefined;

/** The lines of these sources, without what may be a secret. */
export function sourceLinesOf(sources: readonly Source[]): SourceLines {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const lines = new Map<string, readonly string[]>();
  return (file, line) => {
    const known = lines.get(file) ?? texts.get(file)?.split('\n') ?? [];
    lines.set(file, known);
    const text = known[line - 1];
    return text === undefined ? undefined : withoutSecrets(text.replace(/\r$/, ''));
  };
}

const longestLine = 160;

/** Values that nobody keeps secret: switches, ports, addresses and ranges of them, interfaces. */
const harmless = /^(?:on|off|true|false|yes|no|null|tun\d+|[\d.:/, ]{1,60}|[a-f\d:]*::[a-f\d:]*(?:\/\d+)?)$/i;

/** A line to show: what may be a key or a password is left out. When in doubt it is left out: the place is enough. */
function withoutSecrets(line: string): string {
  const shown = line
    .replace(/(\bvalue["']?\s*:\s*)([^\s].*?)(\s*\}?\s*,?\s*)$/, (whole, name: string, value: string, rest: string) =>
      harmless.test(value.replace(/^(["'])(.*)\1$/, '$2')) ? whole : `${name}…${rest}`,
    )
    .replace(/((?:key|pass|password|passwd|token|secret|auth|credential|pbkdf2|user)[\w-]*["']?\s*[:=]\s*).*/i, '$1…')
    // Keys of WireGuard, tokens, hashes: long words of letters in both cases and digits.
    .replace(/(?<![\w/+=.-])(?=[\w/+=-]*\d)(?=[\w/+=-]*[a-z])(?=[\w/+=-]*[A-Z])[\w/+=-]{20,}/g, '…');
  return shown.length > longestLine ? `${shown.slice(0, longestLine)}…` : shown;
}
