import type { IptablesRule } from '../../manifest/iptables-ruleset';
import { ownHost } from '../../network/single-host';
import { type MatchOption, optionsOf } from './match-option';

/** A way in which rules let out more than the tunnel. */
export interface Opening {
  /** To be read after the name of what has the rules. */
  readonly what: string;
  /** One port of one private host, and no more: `10.43.0.7:5432/TCP`. @default - something wider */
  readonly hole?: string;
}

/** The one port of one private host that a rule accepts, where it accepts no more. */
export function holeOf({ matches, target }: IptablesRule): string | undefined {
  if (target !== 'ACCEPT') return undefined;
  // Whatever else is asked makes the rule narrower still.
  const options = optionsOf(matches);
  const protocol = only(options, '-p', '--protocol')?.toLowerCase();
  const port = only(options, '--dport', '--destination-port');
  const host = ownHost(only(options, '-d', '--destination') ?? '');
  if (host === undefined || (protocol !== 'tcp' && protocol !== 'udp')) return undefined;
  if (port === undefined || !/^\d{1,5}$/.test(port)) return undefined;
  const address = host.family === 'IPv6' ? `[${host.text}]` : host.text;
  return `${address}:${Number(port)}/${protocol.toUpperCase()}`;
}

/** The value of a condition that is asked once, and not turned round. */
function only(options: readonly MatchOption[], ...names: readonly string[]): string | undefined {
  const [option, ...more] = options.filter(({ name }) => names.includes(name));
  return option === undefined || more.length > 0 || option.negated ? undefined : option.value;
}
