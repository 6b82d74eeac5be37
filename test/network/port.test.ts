import fc from 'fast-check';
import { parsePort } from '../../lib/network/port';

test('every whole number from 1 to 65535 is a port', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65535 }), (port) => {
      expect(parsePort(port)).toBe(port);
    }),
  );
});

test('fails on every other number', () => {
  const others = fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 65536 }), fc.double({ noInteger: true }));
  fc.assert(
    fc.property(others, (port) => {
      expect(() => parsePort(port)).toThrow(/is not a port: allowed are whole numbers from 1 to 65535$/);
    }),
  );
});

test.each([
  [0, '0 is not a port: allowed are whole numbers from 1 to 65535'],
  [65536, '65536 is not a port: allowed are whole numbers from 1 to 65535'],
  ['8080 ', '"8080 " is not a port: allowed are whole numbers from 1 to 65535; did you mean 8080?'],
  ['99999', '"99999" is not a port: allowed are whole numbers from 1 to 65535'],
  [80n, '80n is not a port: allowed are whole numbers from 1 to 65535'],
  [null, 'null is not a port: allowed are whole numbers from 1 to 65535'],
  [[8080], 'a list is not a port: allowed are whole numbers from 1 to 65535'],
  ['x'.repeat(500), `"${'x'.repeat(80)}…" is not a port: allowed are whole numbers from 1 to 65535`],
])('fails on %j and says what is allowed', (value, message) => {
  expect(() => parsePort(value)).toThrow(expect.objectContaining({ message }));
});
