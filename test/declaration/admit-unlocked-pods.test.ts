import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { exampleWith, mistakesIn } from './example-declaration';

const PATH = 'cluster.admitUnlockedPods';
const WORDS = 'is not a reason: allowed is one line in words, of at most 200 characters';

test('without a reason to admit them, the API server refuses Pods with an open lock', () => {
  expect(parseDeclaration(exampleWith({})).cluster.admitUnlockedPods).toBeUndefined();
});

test('a reason is kept as it was written', () => {
  const because = '  k3s 1.29 has no ValidatingAdmissionPolicy ';
  expect(parseDeclaration(exampleWith({ [PATH]: { because } })).cluster.admitUnlockedPods).toEqual({
    because: 'k3s 1.29 has no ValidatingAdmissionPolicy',
  });
});

test.each([
  [true, `${PATH}: true is not an object; expected { because: … }`],
  [false, `${PATH}: false is not an object; expected { because: … }`],
  [{}, `${PATH}.because: missing; expected a reason`],
  [{ because: '' }, `${PATH}.because: "" ${WORDS}`],
  [{ because: ' because: ' }, `${PATH}.because: " because: " ${WORDS}`],
  [{ because: 'yes' }, `${PATH}.because: "yes" ${WORDS}`],
  [{ because: '123' }, `${PATH}.because: "123" ${WORDS}`],
  [{ because: 'two\nlines' }, `${PATH}.because: "two\\nlines" ${WORDS}`],
  [{ because: 7 }, `${PATH}.because: 7 ${WORDS}`],
  [{ because: 'old cluster', until: 'x' }, `${PATH}.until: unknown key; allowed are "because"`],
])('fails on %j', (value, mistake) => {
  expect(mistakesIn(exampleWith({ [PATH]: value }))).toEqual([mistake]);
});

test('fails on a reason of more than 200 characters', () => {
  expect(mistakesIn(exampleWith({ [PATH]: { because: 'x'.repeat(201) } }))).toEqual([expect.stringContaining(WORDS)]);
  expect(mistakesIn(exampleWith({ [PATH]: { because: 'x'.repeat(200) } }))).toEqual([]);
});
