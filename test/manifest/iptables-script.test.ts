import { readIptables } from '../../lib/manifest/iptables-script';
import { readShellScript } from '../../lib/manifest/shell-script';

function rulesOf(script: string, family: 'IPv4' | 'IPv6', table: string, name: string) {
  const chain = readIptables(readShellScript(script).commands).chain(family, table, name);
  return chain && { policy: chain.policy, rules: chain.rules.map(({ text }) => text), isFlushed: chain.isFlushed };
}

test.each([
  ['commands', 'iptables -t mangle -P OUTPUT DROP\niptables -t mangle -A OUTPUT -o lo -j ACCEPT'],
  [
    'long options and a wait for the lock',
    '/sbin/iptables -w 5 --table mangle --policy OUTPUT DROP; iptables --wait -t mangle --append OUTPUT -o lo -j ACCEPT',
  ],
  ['an inserted rule', 'iptables -t mangle -P OUTPUT DROP; iptables-nft -t mangle -I OUTPUT 1 -o lo -j ACCEPT'],
  [
    'a restored table',
    'iptables-legacy-restore --noflush <<E\n# mine\n*mangle\n:OUTPUT DROP [0:0]\n-A OUTPUT -o lo -j ACCEPT\nCOMMIT\nE',
  ],
  [
    'a table from a pipe',
    "{ echo '*mangle'; echo ':OUTPUT DROP'; echo '-A OUTPUT -o lo -j ACCEPT'; echo COMMIT; } | iptables-restore -n",
  ],
])('%s say the same', (_, script) => {
  expect(rulesOf(script, 'IPv4', 'mangle', 'OUTPUT')).toEqual({
    policy: 'DROP',
    rules: ['-A OUTPUT -o lo -j ACCEPT'],
    isFlushed: false,
  });
  expect(rulesOf(script, 'IPv6', 'mangle', 'OUTPUT')).toBeUndefined();
});

test('the table is filter where none is named', () => {
  expect(rulesOf('ip6tables -P OUTPUT ACCEPT', 'IPv6', 'filter', 'OUTPUT')?.policy).toBe('ACCEPT');
});

test('a flush takes the rules away and leaves the policy', () => {
  const script = 'iptables -P OUTPUT DROP; iptables -A OUTPUT -j ACCEPT; iptables -F';
  expect(rulesOf(script, 'IPv4', 'filter', 'OUTPUT')).toEqual({ policy: 'DROP', rules: [], isFlushed: true });
});

test('rules of another language are named, not passed over', () => {
  expect(readIptables(readShellScript('nft add table inet mine').commands).unread).toEqual(['nft add table inet mine']);
});

test('a script that only looks at rules changes nothing', () => {
  expect(readIptables(readShellScript('iptables -t mangle -S; ip6tables -L OUTPUT').commands).isEmpty).toBe(true);
});
