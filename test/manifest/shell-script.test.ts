import fc from 'fast-check';
import { readShellScript } from '../../lib/manifest/shell-script';
import { computed } from '../../lib/manifest/shell-word';
import { runs } from '../runs';

/** The programs that a script starts, a line each; what is only known when it runs is `…`. */
function programs(script: string, environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const { commands } = readShellScript(script, new Map(Object.entries(environment)));
  return commands.map(({ words, input, failureIgnored }) =>
    [
      words.join(' '),
      ...(input === undefined ? [] : [`< ${input.trim().replaceAll('\n', ' / ')}`]),
      ...(failureIgnored ? ['|| true'] : []),
    ]
      .join(' ')
      .replaceAll(computed, '…'),
  );
}

test.each([
  ['commands behind each other', 'a 1; b 2 && c 3 || d 4\ne 5 # comment', ['a 1', 'b 2', 'c 3', 'd 4', 'e 5']],
  ['quotes', `a 'x y' "p q" r\\ s "it's"`, ["a x y p q r s it's"]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own braces
  ['variables', 'x=1\nexport y="two $x"\na $x "$y" ${z:-three} ${HOME}', ['a 1 two 1 three …']],
  ['a variable of the environment', 'a "$VPN_INTERFACE"', ['a tun0']],
  ['what runs inside', 'a "$(date)" `id`', ['date', 'id', 'a … …']],
  ['loops', 'for x in 1 2; do for y in p q; do a $x $y; done; done', ['a 1 p', 'a 1 q', 'a 2 p', 'a 2 q']],
  ['functions', 'f() { a "$1" "$2"; }\nf x y\nf "p q"', ['a x y', 'a p q …']],
  ['both branches', 'if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
  ['ignored failures', 'a || true; b || :; c || d', ['a || true', 'true', 'b || true', ':', 'c', 'd']],
  ['a heredoc', "a <<'END'\none $x\ntwo\nEND\nb", ['a < one $x / two', 'b']],
  ['an expanding, indented heredoc', 'x=1; a <<-END\n\tone $x\n\tEND\nb', ['a < one 1', 'b']],
  ['a pipe from echo', "{ echo one; printf '%s\\n' two; } | a", ['a < one / two']],
  ['a pipe from a function', 'f() { cat <<END\n$1\nEND\n}\nf x | a', ['a < x']],
  [
    'a file that the script writes',
    'echo one > /tmp/f; echo two >> /tmp/f; a < /tmp/f; b /tmp/f',
    ['a < one / two', 'b /tmp/f < one / two'],
  ],
  ['another shell', "sh -c 'a 1'; exec b", ['a 1', 'b']],
  ['variables in front of a program', 'X=1 a; b "$X"', ['a', 'b 1']],
  ['redirections', 'a 2>/dev/null >&2 b', ['a b']],
])('%s are followed', (_, script, expected) => {
  expect(programs(script, { VPN_INTERFACE: 'tun0' })).toEqual(expected);
});

/** The programs without which a script cannot end well. */
function certain(script: string): readonly string[] {
  return readShellScript(script)
    .commands.filter((command) => command.certain)
    .map(({ words }) => words.join(' '))
    .filter((command) => !/^(?:set|exit|return)\b/.test(command));
}

test.each([
  ['every command under set -e', 'set -e; a; b', ['a', 'b']],
  ['the last command alone without it', 'a; b', ['b']],
  ['both sides of &&', 'a && b', ['a', 'b']],
  ['no side of ||', 'a || b', []],
  ['what fails the script otherwise', 'a || exit 1; b', ['a', 'b']],
  ['nothing that may be passed over', 'set -e; if a; then b; fi; c', ['c']],
  ['what every branch does', 'set -e; if a; then b; else b; fi', ['b', 'b']],
  ['nothing in the background', 'set -e; a & b', ['b']],
  ['the end of a pipe', 'set -e; a | b', ['b']],
  [
    'either kind of a program',
    'if iptables x; then exit; fi; iptables-legacy x || exit 1',
    ['iptables x', 'iptables-legacy x'],
  ],
  ['a function up to its return', 'set -e; f() { a; return 0; b; }; f', ['a']],
  ['a loop until it succeeds', 'until a; do b; done', ['a']],
  ['a subshell', '(set -e; a; exit 0); b', ['b']],
  ['nothing that set -e passes over', 'set -e; a && b; c', ['c']],
])('%s must have run', (_, script, expected) => {
  expect(certain(script)).toEqual(expected);
});

test.each([
  ['behind an exit', 'a; exit 0; b', ['a', 'exit 0']],
  ['behind exec', 'exec a; b', ['a']],
  ['after a false condition', 'if false; then a; fi; false && b; [ x = y ] && c', ['false', 'false', '[ x = y ]']],
  ['in an endless loop that nothing leaves', 'while true; do a; done; b', ['true', 'a']],
])('what stands %s never runs', (_, script, expected) => {
  expect(programs(script)).toEqual(expected);
});

test('what runs from elsewhere is named', () => {
  const script =
    '. /x; eval "$(id)"; sh /z; $w; alias a=b; PATH=/q; sh -c "$p"; /config/r; PATH=/usr/bin:/bin ls; /bin/s';
  expect(readShellScript(script).unread).toEqual([
    '. /x',
    'eval …',
    'sh /z',
    '…',
    'alias a=b',
    'PATH=/q',
    'sh -c …',
    '/config/r',
    '/bin/s',
  ]);
});

test.each([
  ['values that double', 'a=x\n'.concat('a="$a$a"\n'.repeat(40), 'b "$a"')],
  ['files that double', 'echo x >f\n'.concat('cat f f >g; cat g g >f\n'.repeat(40))],
  ['open braces', `a "${'${'.repeat(40_000)}"`],
  ['open substitutions', `a ${'$('.repeat(40_000)}`],
  ['nested loops', `${'for i in 1 2 3 4 5 6 7 8; do '.repeat(12)} a; ${'done; '.repeat(12)}`],
])('%s take no time', (_, script) => {
  const start = performance.now();
  readShellScript(script);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('the variables at the end of a script are known, as far as they can be', () => {
  const { variables } = readShellScript('export A=1; B="x$(id)"; readonly C=$A');
  expect([...variables]).toEqual([
    ['A', '1'],
    ['B', `x${computed}`],
    ['C', '1'],
  ]);
});

test('a function that calls itself comes to an end', () => {
  expect(programs('f() { a; f; f; }; f').length).toBeLessThan(4_000);
});

test('no text makes the reader throw or hang', () => {
  const piece = fc.constantFrom(
    'f() {',
    '}',
    'for x in ',
    '; do ',
    ' done',
    'f ',
    '"',
    "'",
    '`',
    '$(',
    '${',
    ')',
    '<<E\n',
    'E\n',
    '|',
    '\\',
    '\n',
    ' > f ',
    'if ',
    'fi',
    '$x ',
    '$@',
    '#',
    'eval ',
    'sh -c ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      expect(Array.isArray(readShellScript(pieces.join('')).commands)).toBe(true);
    }),
    { numRuns: runs(400) },
  );
});

test.each([
  ['a text for su', "su root -c 'ls 1'", ['ls 1']],
  ['a text for flock', 'flock -n /tmp/lock -c "ls 1"', ['ls 1']],
  ['a program for flock', 'flock /tmp/lock ls 1', ['ls 1']],
  ['a text for script', "script -qc 'ls 1' /dev/null", ['ls 1']],
  ['a text for watch', "watch -n 5 'ls 1'", ['ls 1']],
  ['a program under a limit of time', 'timeout -s KILL 5 ls 1', ['ls 1']],
  ['programs behind each other', "/usr/bin/env X=1 nice -n 5 busybox setsid sh -c 'ls $X'", ['ls 1']],
  ['what xargs starts', 'echo x | xargs -n 1 ls 1', ['ls 1 < x']],
])('%s is followed', (_, script, expected) => {
  expect(programs(script)).toEqual(expected);
  expect(readShellScript(script).unread).toEqual([]);
});

test.each([
  "awk '{ print $4; exit }'",
  "awk 'a || b' x",
  "sed -e 's/a/e/; s,e ,x,g' -n -e '/e/p' x",
  'wget -qO- http://127.0.0.1',
  "sed 's/a/b/' errors.log /var/log/e",
  'echo ls >/tmp/a; sh /tmp/a; sh </tmp/a',
  "trap 'exit 0' TERM",
  'nc -z 127.0.0.1 9999',
  'ip -br -4 -o addr show',
  'find /tmp -name x -exec rm {} +',
  'timeout 5 cat /proc/net/dev',
])('%s does what it says', (script) => {
  expect(readShellScript(script).unread).toEqual([]);
});

test.each([
  'awk -f /d/x',
  `awk '{ "id" | getline }'`,
  "sed -n '1e id' x",
  'sed -f /d/x',
  'ip -ba /d/x',
  'tc -b /d/x',
  'find / -exec /d/x {} +',
  'nc -l -p 1 -e /bin/sh',
  'timeout --odd 5 ls',
  'env -S ls',
  'su -s /d/x root -c a',
  'su root /d/x',
  'post.sh',
  'tell-the-client',
  'exec 3</d/x; sh <&3',
  'sh 0</d/x',
  'trap ". /d/x" TERM',
  'declare -x PATH=/d',
  'ip netns exec a /d/x',
  'sed "1e/d/x" f',
  'sed "s/x/y/;e/d/x" f',
  'echo ls >/tmp/a; cp /d/a /tmp; sh /tmp/a',
  'echo ls >/tmp/a; tee /tmp/a </d/x; sh /tmp/a',
  'echo /d/x | xargs sh',
  'python3.12 x',
  'start-stop-daemon -S -x /sbin/x',
])('nobody can tell what %s does', (script) => {
  expect(readShellScript(script).unread).toHaveLength(1);
});

test.each([
  ['env NAME=1 /gluetun-entrypoint', '1'],
  ['(export NAME=1; exec /gluetun-entrypoint)', '1'],
  ['export NAME=1; env -u NAME /gluetun-entrypoint', ''],
  ['NAME=1; env NAME=2 /gluetun-entrypoint healthcheck', '1'],
  ['if a; then NAME=1 /gluetun-entrypoint; else NAME=2 /gluetun-entrypoint; fi', computed],
])('gluetun gets its variables by %s', (script, value) => {
  expect(readShellScript(script).variables.get('NAME')).toBe(value);
});
