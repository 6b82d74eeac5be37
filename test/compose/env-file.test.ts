import { readEnvFile } from '../../lib/compose/env-file';

function values(text: string, outside: ReadonlyMap<string, string> = new Map()) {
  return Object.fromEntries(readEnvFile(text, '.env', outside).values);
}

test('an .env file is read by compose’s rules', () => {
  const text = [
    '\uFEFF# a comment',
    'PLAIN=value # a comment',
    'export EXPORTED=yes',
    'SPACED = around',
    "SINGLE='no ${PLAIN} here'",
    'DOUBLE="a ${PLAIN}\\tb"',
    'USES=$PLAIN-${OUTSIDE}',
    'HASH=a#b',
    'EMPTY=',
    'LONG="first',
    'second"',
    '',
  ].join('\r\n');
  expect(values(text, new Map([['OUTSIDE', 'shell']]))).toEqual({
    PLAIN: 'value',
    EXPORTED: 'yes',
    SPACED: 'around',
    SINGLE: 'no ${PLAIN} here',
    DOUBLE: 'a value\tb',
    USES: 'value-shell',
    HASH: 'a#b',
    EMPTY: '',
    LONG: 'first\nsecond',
  });
});

test('a name alone takes its value from elsewhere', () => {
  expect(readEnvFile('NAME', '.env', new Map()).inherited).toEqual(['NAME']);
});

test('a line that says nothing is named, without what it holds', () => {
  const { problems } = readEnvFile('A=1\n!hunter2\n', '.env', new Map());
  expect(problems).toEqual([
    { message: 'is neither NAME=VALUE nor a comment', place: { file: '.env', line: 2, column: 1 } },
  ]);
});
