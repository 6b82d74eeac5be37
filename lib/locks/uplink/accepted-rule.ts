import type { IptablesRule } from '../../manifest/iptables-script';

/** What an ACCEPT rule of a guard may let out. */
export interface AllowedTraffic {
  readonly tunnelInterface: string;
  /** The endpoint's address, where the manifest pins it. */
  readonly endpoint: string | undefined;
}

/** The mark that gluetun's WireGuard sockets carry (gluetun v3.41.3: 51820, in hexadecimal 0xca6c). */
const tunnelMark = 51820;

/** Neighbour solicitation and advertisement: IPv6's ARP (RFC 4861). */
const neighbourDiscovery = new Set([
  '135',
  '136',
  'neighbour-solicitation',
  'neighbour-advertisement',
  'neighbor-solicitation',
  'neighbor-advertisement',
]);

/** Whether the conditions of a rule let out nothing but the tunnel itself, loopback, neighbours and answers. */
export function isTunnelTraffic({ matches }: IptablesRule, allowed: AllowedTraffic): boolean {
  const options = optionsOf(matches);
  if (isAnswer(options)) return true;
  const isToEndpoint = options.some(({ name, negated }) => name === '--dport' && !negated);
  return options.some((option) => !option.negated && holds(option, allowed, isToEndpoint));
}

/** Whether one condition alone is narrow enough. */
function holds(
  { name, value, module }: MatchOption,
  { tunnelInterface, endpoint }: AllowedTraffic,
  hasPort: boolean,
): boolean {
  switch (name) {
    case '-o':
    case '--out-interface':
      return value === 'lo' || value === tunnelInterface;
    case '--mark':
      return module === 'mark' && isTunnelMark(value);
    case '--icmpv6-type':
      return neighbourDiscovery.has(value);
    case '-d':
    case '--destination':
      return value.startsWith('127.') || (hasPort && endpoint !== undefined && isHost(value, endpoint));
    default:
      return false;
  }
}

interface MatchOption {
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
  /** The match module that the option belongs to: `-m connmark`. */
  readonly module: string;
}

const known = new WeakMap<readonly string[], readonly MatchOption[]>();

/** The same rule stands in the way of IPv4 and IPv6, and in several chains. */
function optionsOf(matches: readonly string[]): readonly MatchOption[] {
  const options = known.get(matches) ?? readOptions(matches);
  known.set(matches, options);
  return options;
}

function readOptions(matches: readonly string[]): readonly MatchOption[] {
  let module = '';
  let negated = false;
  return matches.flatMap((word, index): MatchOption[] => {
    if (matches[index - 1] === '-m' || matches[index - 1] === '--match') module = word;
    if (!word.startsWith('-')) {
      negated = word === '!';
      return [];
    }
    const option = { name: word, value: matches[index + 1] ?? '', negated, module };
    negated = false;
    return [option];
  });
}

function isTunnelMark(mark: string): boolean {
  const [value = '', mask] = mark.split('/');
  return Number(value) === tunnelMark && (mask === undefined || Number(mask) >= 0xffff);
}

/**
 * Answers to connections that came in from outside. What came in by the tunnel must be told apart, by a mark of the
 * connection or by the address that it came in to: its answers would leave outside when the tunnel is gone.
 */
function isAnswer(options: readonly MatchOption[]): boolean {
  const isReply = options.some(({ name, value, negated }) => name === '--ctdir' && value === 'REPLY' && !negated);
  const isMarked = options.some(({ name, module, negated }) => name === '--mark' && module === 'connmark' && !negated);
  const excludesTunnel = options.some(({ name, negated }) => name === '--ctorigdst' && negated);
  return isReply && (isMarked || excludesTunnel);
}

function isHost(destination: string, address: string): boolean {
  return destination === address || destination === `${address}/32` || destination === `${address}/128`;
}

/** Whether a rule that marks connections leaves those alone that come in by the tunnel. */
export function marksOnlyOutside(
  rule: IptablesRule,
  earlier: readonly IptablesRule[],
  tunnelInterface: string,
): boolean {
  const input = optionsOf(rule.matches).find(({ name }) => name === '-i' || name === '--in-interface');
  if (input !== undefined) return input.negated === (input.value === tunnelInterface);
  return earlier.some(({ target, matches }) => {
    const skips = target === 'RETURN' || target === 'ACCEPT';
    return skips && matches.length === 2 && matches[0] === '-i' && matches[1] === tunnelInterface;
  });
}
