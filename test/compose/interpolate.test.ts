import fc from 'fast-check';
import { interpolate, interpolateText } from '../../lib/compose/interpolate';
import { scalar } from '../../lib/compose/tree';
import { showMarks, unsetIn, withoutMarks } from '../../lib/compose/unset';

const variables = new Map([
  ['SET', 'value'],
  ['EMPTY', ''],
]);

/** The text as compose would have it. */
function plain(text: string): string {
  return withoutMarks(interpolateText(text, variables));
}

test.each([
  ['$SET', 'value'],
  ['${SET}', 'value'],
  ['a-${SET}-b', 'a-value-b'],
  ['${SET:-other}', 'value'],
  ['${EMPTY:-other}', 'other'],
  ['${EMPTY-other}', ''],
  ['${NONE-other}', 'other'],
  ['${NONE:-other}', 'other'],
  ['${SET:+other}', 'other'],
  ['${EMPTY:+other}', ''],
  ['${EMPTY+other}', 'other'],
  ['${NONE+other}', ''],
  ['${NONE:-${EMPTY:-${SET}}}', 'value'],
  ['${NONE:-a${SET}b}', 'avalueb'],
  ['${NONE}', ''],
  ['$$SET', '$SET'],
  ['$${SET}', '${SET}'],
  ['${SET:?must be there}', 'value'],
  ['^/(.+)$', '^/(.+)$'],
  ['costs $5', 'costs $5'],
])('%s stands for %j', (text, value) => {
  expect(plain(text)).toBe(value);
});

test('what is not set is known by its name, with the words that the file has for it', () => {
  const reasons = new Map<string, string>();
  const leaf = scalar('${NONE:?paste it here}:${OTHER}', { file: 'a', line: 1, column: 1 });
  const { tree } = interpolate(leaf, variables, reasons);
  expect(tree.kind === 'scalar' && unsetIn(tree.text)).toEqual(['NONE', 'OTHER']);
  expect(tree.kind === 'scalar' && showMarks(tree.text)).toBe('${NONE}:${OTHER}');
  expect([...reasons]).toEqual([['NONE', 'paste it here']]);
});

test.each(['${SET', '${SET:-', '${', '${1}', '${SET!x}'])('%s is refused', (text) => {
  const { problems } = interpolate(scalar(text, { file: 'a', line: 3, column: 4 }), variables, new Map());
  expect(problems).toEqual([expect.objectContaining({ place: { file: 'a', line: 3, column: 4 } })]);
});

test('a text without "$" is what it was, and "$$" gives back any other', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(interpolateText(text.replaceAll('$', '$$$$'), variables)).toBe(text);
    }),
  );
});

test('defaults nested without end are refused, not followed', () => {
  const deep = `${'${A:-'.repeat(5000)}x${'}'.repeat(5000)}`;
  expect(interpolate(scalar(deep, { file: 'a', line: 1, column: 1 }), new Map(), new Map()).problems).toHaveLength(1);
});
