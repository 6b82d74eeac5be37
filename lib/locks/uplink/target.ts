/** Targets that end with the packet's loss, or that change it without letting it out. */
const notAccepting = new Set([
  '',
  'DROP',
  'REJECT',
  'RETURN',
  'LOG',
  'NFLOG',
  'CONNMARK',
  'MARK',
  'TCPMSS',
  'AUDIT',
  'TRACE',
]);

/** Whether a rule with this target may let a packet out, by itself or in the chain that it leads to. */
export function letsOut(target: string): boolean {
  return !notAccepting.has(target);
}
