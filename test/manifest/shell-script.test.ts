import fc from 'fast-check';
import { readShellScript } from '../../lib/manifest/shell-script';
import { computed } from '../../lib/manifest/shell-word';

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
  ['what runs inside', 'a "$(date)" `id`', ['a … …']],
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
    { numRuns: 1_000 },
  );
});
