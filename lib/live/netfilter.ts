import { type IptablesRuleset, readIptables } from '../manifest/iptables-script';

/** What the kernel holds in the Pod's network namespace, by every kind of iptables that its gluetun has. */
export interface Netfilter {
  /** Each kind's rules: a packet must pass all of them. */
  readonly rulesets: readonly { readonly program: string; readonly ruleset: IptablesRuleset }[];
  /** How many packets table mangle has refused so far, over IPv4 and IPv6. */
  readonly refused: number;
  /** Chains of table mangle and their policies, as a person would see them: `iptables mangle OUTPUT DROP`. */
  readonly policies: readonly string[];
}

/** Reads what `iptables-save -c` printed, by the program that printed it. */
export function readNetfilter(saves: ReadonlyMap<string, readonly string[]>): Netfilter {
  const kinds = new Set([...saves.keys()].map((program) => program.replace(/^ip6?tables/, '')));
  const rulesets = [...kinds].map((kind) => {
    const programs = [`iptables${kind}`, `ip6tables${kind}`].filter((program) => saves.has(program));
    const commands = programs.map((program) => ({
      words: [`${program}-restore`],
      input: `${saves.get(program)?.join('\n')}\n`,
      failureIgnored: false,
      certain: true,
    }));
    return { program: `iptables${kind}`, ruleset: readIptables(commands) };
  });
  const mangle = [...saves].map(([program, lines]) => ({ program, lines: tableOf(lines, 'mangle') }));
  return {
    rulesets,
    refused: mangle.reduce((sum, { lines }) => sum + refusedBy(lines), 0),
    policies: [...saves].flatMap(([program, lines]) => policiesOf(program, lines)),
  };
}

function tableOf(lines: readonly string[], table: string): readonly string[] {
  const start = lines.indexOf(`*${table}`);
  if (start === -1) return [];
  const end = lines.indexOf('COMMIT', start);
  return lines.slice(start + 1, end === -1 ? undefined : end);
}

/** `:OUTPUT DROP [3:180]` and `[3:180] -A podlock -j DROP`. */
function refusedBy(lines: readonly string[]): number {
  return lines.reduce((sum, line) => {
    const [, byPolicy, byRule] = /^:\S+ DROP \[(\d+):|^\[(\d+):\d+\] -A .* -j (?:DROP|REJECT)\b/.exec(line) ?? [];
    return sum + Number(byPolicy ?? byRule ?? 0);
  }, 0);
}

function policiesOf(program: string, lines: readonly string[]): readonly string[] {
  return ['filter', 'mangle'].flatMap((table) =>
    tableOf(lines, table).flatMap((line) => {
      const [, chain, policy] = /^:(OUTPUT|POSTROUTING|FORWARD|INPUT) (ACCEPT|DROP)\b/.exec(line) ?? [];
      return chain === undefined ? [] : [`${program} ${table} ${chain} ${policy}`];
    }),
  );
}
