import type { IptablesRule } from '../../manifest/iptables-ruleset';
import { type MatchOption, optionsOf, parseMark } from './match-option';
import { isPrivateRange } from './private-range';

/** What an ACCEPT rule of a guard may let out. */
export interface AllowedTraffic {
  readonly tunnelInterface: string;
  /** The endpoint's address, where the manifest pins it. */
  readonly endpoint: string | undefined;
  /** The tunnel's own addresses, where the manifest tells them. */
  readonly addresses: readonly string[] | undefined;
}

/** The mark that gluetun's WireGuard sockets carry (gluetun v3.41.3: 51820, in hexadecimal 0xca6c). */
export const tunnelMark = 51820;

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
  if (isAnswer(options, allowed)) return true;
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
      return isLoopback(value) || (hasPort && endpoint !== undefined && isHost(value, endpoint));
    default:
      return false;
  }
}

function isTunnelMark(mark: string): boolean {
  const { value, mask } = parseMark(mark);
  return value === tunnelMark && (mask & 0xffff) === 0xffff;
}

/** 127.0.0.0/8 or a part of it. */
function isLoopback(destination: string): boolean {
  const [address = '', length = '32'] = destination.split('/');
  return address.startsWith('127.') && (/^255\./.test(length) || (/^\d+$/.test(length) && Number(length) >= 8));
}

/**
 * Answers to connections that came in from outside. What came in by the tunnel must be told apart, by a mark of the
 * connection or by the address that it came in to: its answers would leave outside when the tunnel is gone.
 */
function isAnswer(options: readonly MatchOption[], { addresses }: AllowedTraffic): boolean {
  const isReply = options.some(({ name, value, negated }) => name === '--ctdir' && value === 'REPLY' && !negated);
  const isMarked = options.some(
    ({ name, module, value, negated }) => name === '--mark' && module === 'connmark' && !negated && isSomeMark(value),
  );
  const excludesTunnel = options.some(
    ({ name, value, negated }) =>
      name === '--ctorigdst' && negated && (addresses?.some((address) => isHost(value, address)) ?? true),
  );
  // The rules that set the mark are judged too; without a mark only the rule itself can tell whom it answers.
  return isReply && (isMarked || (excludesTunnel && isForPrivate(options, ['-d', '--destination'])));
}

/** Whether the rule is for packets from private addresses alone: an answer to a public one would show the home address. */
export function isFromPrivate({ matches }: IptablesRule): boolean {
  return isForPrivate(optionsOf(matches), ['-s', '--source']);
}

function isForPrivate(options: readonly MatchOption[], names: readonly string[]): boolean {
  return options.some(
    ({ name, value, negated }) => names.includes(name) && !negated && value.split(',').every(isPrivateRange),
  );
}

/** Connections that nobody has marked carry 0. */
function isSomeMark(mark: string): boolean {
  const { value, mask } = parseMark(mark);
  return (value & mask) !== 0;
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
  return (
    excludesTunnel(rule, tunnelInterface) ||
    earlier.some(({ target, matches }) => {
      const skips = target === 'RETURN' || target === 'ACCEPT' || target === 'DROP';
      return skips && matches.length === 2 && matches[0] === '-i' && includesName(matches[1], tunnelInterface);
    })
  );
}

/** Whether the rule is for packets that come in by another interface than the tunnel's. */
export function excludesTunnel({ matches }: IptablesRule, tunnelInterface: string): boolean {
  const input = optionsOf(matches).find(({ name }) => name === '-i' || name === '--in-interface');
  return input !== undefined && input.negated === includesName(input.value, tunnelInterface);
}

/** `tun+` stands for every name that begins with tun. */
function includesName(pattern: string | undefined, name: string): boolean {
  return pattern?.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
