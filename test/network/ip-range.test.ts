import fc from 'fast-check';
import { includes, overlaps, parseInterfaceAddress, parseIpAddress, parseIpRange } from '../../lib/network/ip-range';

describe('IP addresses', () => {
  test.each([
    ['203.0.113.7', { family: 'IPv4', text: '203.0.113.7', value: 3405803783n }],
    ['2001:DB8:0:0::7', { family: 'IPv6', text: '2001:db8::7', value: 0x20010db8000000000000000000000007n }],
    ['::', { family: 'IPv6', text: '::', value: 0n }],
  ])('%s has one written form', (text, address) => {
    expect(parseIpAddress(text)).toEqual(address);
  });

  test.each([
    '10.1',
    '010.0.0.1',
    '0x7f.0.0.1',
    '1.2.3.4 ',
    '256.0.0.1',
    '1.2.3',
    'fe80::1%eth0',
    '::g',
    '',
    'localhost',
    7,
  ])('fails on %j, which programs read differently or not at all', (text) => {
    expect(() => parseIpAddress(text)).toThrow(/is not an IP address: allowed are such as "203\.0\.113\.7"/);
  });

  test('every written form of an address is read back as the same address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseIpAddress(text);
        expect(parseIpAddress(address.text)).toEqual(address);
      }),
    );
  });
});

describe('IP ranges', () => {
  test('a range knows its first and last address', () => {
    expect(parseIpRange('10.0.0.0/8')).toEqual({
      family: 'IPv4',
      text: '10.0.0.0/8',
      prefixLength: 8,
      first: 0x0a000000n,
      last: 0x0affffffn,
    });
  });

  test.each([
    ['10.0.0.0', '"10.0.0.0" lacks a prefix length; did you mean "10.0.0.0/32"?'],
    ['2001:db8::', '"2001:db8::" lacks a prefix length; did you mean "2001:db8::/128"?'],
    ['10.0.0.1/8', '"10.0.0.1/8" has bits set behind its prefix; did you mean "10.0.0.0/8"?'],
    ['2001:db8::1/32', '"2001:db8::1/32" has bits set behind its prefix; did you mean "2001:db8::/32"?'],
    ['10.0.0.0/33', '"10.0.0.0/33" has no prefix length that IPv4 knows: allowed are 0 to 32'],
    ['::/129', '"::/129" has no prefix length that IPv6 knows: allowed are 0 to 128'],
    ['10.0.0.0/08', '"10.0.0.0/08" has no prefix length that IPv4 knows: allowed are 0 to 32'],
    ['10.0.0.0/', '"10.0.0.0/" has no prefix length that IPv4 knows: allowed are 0 to 32'],
    ['10.0.0/8', '"10.0.0/8" is not an IP range: allowed are such as "10.0.0.0/8" and "2001:db8::/32"'],
    [null, 'null is not an IP range: allowed are such as "10.0.0.0/8" and "2001:db8::/32"'],
  ])('fails on %j and says why', (text, message) => {
    expect(() => parseIpRange(text)).toThrow(expect.objectContaining({ message }));
  });

  test('an address of an interface lies in its network, whatever the prefix length', () => {
    const prefixed = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
    );
    fc.assert(
      fc.property(prefixed, ([text, prefixLength]) => {
        const { address, network } = parseInterfaceAddress(`${text}/${prefixLength}`);
        expect(includes(network, address)).toBe(true);
        expect(parseIpRange(network.text)).toEqual(network);
      }),
    );
  });

  test('two ranges overlap exactly if one holds the first address of the other', () => {
    const range = fc
      .tuple(fc.ipV4(), fc.integer({ min: 0, max: 8 }))
      .map(([text, prefixLength]) => parseInterfaceAddress(`${text}/${prefixLength}`).network);
    fc.assert(
      fc.property(range, range, (one, other) => {
        const nested =
          (one.first <= other.first && other.first <= one.last) ||
          (other.first <= one.first && one.first <= other.last);
        expect(overlaps(one, other)).toBe(nested);
      }),
    );
  });

  test('ranges of different families have nothing in common', () => {
    expect(overlaps(parseIpRange('0.0.0.0/0'), parseIpRange('::/0'))).toBe(false);
  });
});
