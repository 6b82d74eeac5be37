import { type SettingsText, settingValue } from '../../manifest/client-settings';

/**
 * The interface or the address that a setting names, with variables filled in. A variable that a script fills from an
 * interface stands for that interface; `undefined` when nobody can tell.
 */
export function boundValue(written: string, { text, environment }: SettingsText): string | undefined {
  const [, name, fallback] = /^\$\{?(\w+)(?::?-([^}]*))?\}?$/.exec(written) ?? [];
  if (name === undefined) return written;
  const known = settingValue(`$${name}`, environment) ?? interfaceRead(text, name);
  // While the tunnel is away its address is too, and a client that then binds to any other is bound to nothing.
  return known !== undefined && fallback !== undefined && !isLoopback(fallback) ? fallback : known;
}

/** `address=$(ip -4 addr show dev tun0 …)`, `$(ifconfig tun0)`, or a file below /sys/class/net/tun0. */
function interfaceRead(text: string, name: string): string | undefined {
  const assignment = new RegExp(`(?:^|[\\n;&\\s])${name}=(["']?\\$\\([^\\n]*|\`[^\\n]*)`).exec(text)?.[1];
  return /\b(?:dev|show|ifconfig|net\/)\s*"?([a-z]+\d+)\b/.exec(assignment ?? '')?.[1];
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^127\./.test(address);
}
