import fc from 'fast-check';
import { parseDnsLabel, parseDnsSubdomain, parseServiceName } from '../../lib/network/host-name';

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);

test('a DNS label of up to 63 characters is a name for everything', () => {
  fc.assert(
    fc.property(label, (name) => {
      expect([parseDnsLabel(name), parseServiceName(name), parseDnsSubdomain(name)]).toEqual([name, name, name]);
    }),
  );
});

test('a subdomain may have dots between labels, up to 253 characters', () => {
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
      expect(parseDnsSubdomain(labels.join('.'))).toBe(labels.join('.'));
    }),
  );
});

test('a label may begin with a digit, the name of a Service may not', () => {
  expect(parseDnsLabel('7zip')).toBe('7zip');
  expect(() => parseServiceName('7zip')).toThrow(/^"7zip" is not a name for a Service: allowed are 1 to 63 of a-z/);
});

test.each([
  ['Media_Server', '; did you mean "media-server"?'],
  ['-a', ''],
  ['a-', ''],
  ['a.b', ''],
  ['', ''],
  ['ä', ''],
  ['a'.repeat(64), ''],
  [7, ''],
])('fails on %j as a label', (value, suggestion) => {
  const allowed = 'is not a DNS label: allowed are 1 to 63 of a-z, 0-9 and "-", with a letter or digit at both ends';
  expect(() => parseDnsLabel(value)).toThrow(expect.objectContaining({ message: expect.stringMatching(allowed) }));
  expect(() => parseDnsLabel(value)).toThrow(new RegExp(`at both ends${suggestion.replace('?', '\\?')}$`));
});

test.each(['a..b', '.a', 'a.', 'A.b', 'a_b', `${'a'.repeat(254)}`, 'a b', '../etc'])(
  'fails on %j as a subdomain',
  (value) => {
    expect(() => parseDnsSubdomain(value)).toThrow(/is not a DNS subdomain: allowed are 1 to 253 of a-z/);
  },
);

test('a name that others are made from has less room', () => {
  expect(parseServiceName('a'.repeat(53), 53)).toHaveLength(53);
  expect(() => parseServiceName('a'.repeat(54), 53)).toThrow(/allowed are 1 to 53 of a-z/);
});
