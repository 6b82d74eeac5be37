import { parseShell, type ShellNode } from '../../manifest/shell-syntax';
import type { ShellToken } from '../../manifest/shell-tokens';

/** A simple command of a script, where it stands in its text. */
export interface ScriptStep {
  readonly words: readonly string[];
  /** What it writes to, with the operator. */
  readonly outputs: readonly { readonly operator: string; readonly file: string }[];
  readonly mentions: boolean;
  /** Whether its `exit` ends something smaller than the script. */
  readonly apart: boolean;
  /** The command of the script that it belongs to. */
  readonly item: number;
}

export interface SettingsScript {
  /** In the order of the text, functions among them. */
  readonly steps: readonly ScriptStep[];
  readonly isBroken: boolean;
  /** Where the last step stands that mentions the settings. @default -1 - none does */
  readonly last: number;
  /** Whether it ends well before that step. */
  readonly ends: 'surely' | 'perhaps' | 'no';
}

/**
 * Reads a script by its text alone: what stands where, with variables that have one value filled in.
 *
 * @param mentions whether a command, or the text that it reads, is about the settings
 * @param environment the variables that the script starts with
 */
export function readSettingsScript(
  text: string,
  mentions: (text: string) => boolean,
  environment: ReadonlyMap<string, string>,
): SettingsScript {
  const { body, isBroken } = parseShell(text);
  const items = body.kind === 'list' ? body.items.map(({ node }) => node) : [body];
  const raw = items.flatMap((node, item) => [...simple(node, false)].map((found) => ({ ...found, item })));
  const values = fixedValues(
    raw.flatMap(({ tokens }) => tokens),
    environment,
  );
  const steps = raw.map(
    ({ tokens, apart, item }): ScriptStep => ({
      words: commandWords(tokens).map((word) => plain(word, values)),
      outputs: tokens.flatMap((token) =>
        token.kind === 'redirect' && token.operator.includes('>')
          ? [{ operator: token.operator, file: plain(token.target, values) }]
          : [],
      ),
      mentions: mentions(tokens.map(textOf).join(' ')),
      apart,
      item,
    }),
  );
  const last = steps.findLastIndex((step) => step.mentions);
  return { steps, isBroken, last, ends: endsBefore(items, steps, last) };
}

function endsBefore(items: readonly ShellNode[], steps: readonly ScriptStep[], last: number): SettingsScript['ends'] {
  const item = steps[last]?.item ?? 0;
  if (items.slice(0, item).some(surelyEnds)) return 'surely';
  return steps.slice(0, Math.max(last, 0)).some((step) => !step.apart && endsWell(step.words)) ? 'perhaps' : 'no';
}

/** `exit 1` makes the kubelet start the container anew, and nothing goes on. */
function endsWell([name, first]: readonly string[]): boolean {
  if (name === 'exec') return first !== undefined;
  return name === 'exit' && !/^[1-9]\d*$/.test(first ?? '');
}

function surelyEnds(node: ShellNode): boolean {
  switch (node.kind) {
    case 'simple':
      return endsWell(commandWords(node.tokens));
    case 'group':
      return !node.subshell && surelyEnds(node.body);
    case 'list':
      return node.items.some((item) => !item.background && surelyEnds(item.node));
    case 'chain':
      return (
        node.links.slice(0, 1).some((link) => surelyEnds(link.node)) ||
        (isAlwaysTrue(node.links[0]?.node) && node.links[1]?.operator === '&&' && surelyEnds(node.links[1].node))
      );
    case 'if':
      return isAlwaysTrue(node.clauses[0]?.condition) && node.clauses.slice(0, 1).some(({ body }) => surelyEnds(body));
    default:
      return false;
  }
}

function isAlwaysTrue(node: ShellNode | undefined): boolean {
  if (node?.kind === 'list') return node.items.length === 1 && isAlwaysTrue(node.items[0]?.node);
  return node?.kind === 'simple' && ['true', ':'].includes(commandWords(node.tokens)[0] ?? '');
}

interface Simple {
  readonly tokens: readonly ShellToken[];
  readonly apart: boolean;
}

function* simple(node: ShellNode, apart: boolean): Generator<Simple> {
  if (node.kind === 'simple') yield { tokens: node.tokens, apart };
  const isApart =
    apart || (node.kind === 'group' && node.subshell) || (node.kind === 'pipeline' && node.nodes.length > 1);
  for (const part of partsOf(node)) yield* simple(part, isApart);
  if ('redirects' in node && node.redirects.length > 0) yield { tokens: node.redirects, apart };
}

function partsOf(node: ShellNode): readonly ShellNode[] {
  switch (node.kind) {
    case 'simple':
      return [];
    case 'pipeline':
      return node.nodes;
    case 'chain':
      return node.links.map((link) => link.node);
    case 'list':
      return node.items.map((item) => item.node);
    case 'if':
      return [
        ...node.clauses.flatMap(({ condition, body }) => [condition, body]),
        ...(node.otherwise === undefined ? [] : [node.otherwise]),
      ];
    case 'loop':
      return [node.condition, node.body];
    case 'case':
      return node.branches;
    default:
      return [node.body];
  }
}

const assignment = /^(\w+)=([\s\S]*)$/;

/** Without the assignments in front of it. */
function commandWords(tokens: readonly ShellToken[]): readonly string[] {
  const words = tokens.flatMap((token) => (token.kind === 'word' ? [token.text] : []));
  const first = words.findIndex((word) => !assignment.test(word));
  return first === -1 ? [] : words.slice(first);
}

function fixedValues(
  tokens: readonly ShellToken[],
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const values = new Map(environment);
  for (const token of tokens) {
    const [, name, value = ''] = (token.kind === 'word' && assignment.exec(token.text)) || [];
    if (name !== undefined) values.set(name, plain(value, values));
  }
  return values;
}

function plain(word: string, values: ReadonlyMap<string, string>): string {
  if (word.startsWith("'")) return word.replaceAll("'", '');
  return word
    .replaceAll(/["']/g, '')
    .replace(/\$(?:(\w+)|\{(\w+)\})/g, (written, bare, braced) => values.get(bare ?? braced) ?? written)
    .slice(0, 4_096);
}

function textOf(token: ShellToken): string {
  if (token.kind === 'heredoc') return token.body;
  return token.kind === 'redirect' ? token.target : token.text;
}
