import { check } from '../../lib/cli/check';
import { choose } from '../../lib/cli/choose';
import { diagram } from '../../lib/cli/diagram';
import { explain } from '../../lib/cli/explain';
import { parseArguments } from '../../lib/cli/parse-arguments';

test.each([
  [explain, ['nonsense'], /^no lock "nonsense"; allowed: shared-namespace, startup-gate, /],
  [explain, ['firewal'], /^no lock "firewal"; did you mean "firewall"\? Allowed: shared-namespace, /],
  [check, ['--foo'], /^no option --foo; allowed: --format, --fail-on, --workload, --help$/],
  [check, ['dist', '--formt', 'json'], /^no option --formt; did you mean "--format"\? Allowed: /],
  [check, ['-x'], /^no option -x; allowed: /],
  [diagram, ['--format', 'photo'], /^--format "photo"; allowed: svg, mermaid$/],
])('a name is proposed only where one is near, and all are told', async (command, args, message) => {
  await expect(command.run(args)).rejects.toThrow(message);
});

test('what Node says of other mistakes stays as it is', () => {
  const options = { format: { type: 'string' } } as const;
  expect(() => parseArguments({ args: ['--format'], options })).toThrow("Option '--format <value>' argument missing");
  expect(parseArguments({ args: ['--format', 'svg'], options }).values).toEqual({ format: 'svg' });
});

test('a name that exists is taken as it is', () => {
  expect(choose('--format', 'svg', ['svg', 'mermaid'])).toBe('svg');
});
