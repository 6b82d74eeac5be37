import fc from 'fast-check';
import { includes, parseIpAddress, parseIpRange } from '../../lib/network/ip-range';
import {
  coversInternet,
  isPublicAddress,
  publicExceptions,
  reachesPublicAddress,
} from '../../lib/network/public-address';

const ranges = (...texts: string[]) => texts.map((text) => parseIpRange(text));

test('what is taken out of 0.0.0.0/0 is everything that nobody on the internet has', () => {
  expect(publicExceptions('IPv4')).toEqual([
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ]);
});

test('what is taken out of ::/0 has no IPv4-mapped range, which the API server reads as IPv4', () => {
  expect(publicExceptions('IPv6')).toEqual([
    '::/128',
    '::1/128',
    '100::/64',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '2001::/32',
    '2002::/16',
  ]);
});

test('an IPv4 address is public exactly if no exception holds it', () => {
  const exceptions = ranges(...publicExceptions('IPv4'));
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const address = parseIpAddress(text);
      expect(isPublicAddress(address)).toBe(!exceptions.some((range) => includes(range, address)));
    }),
  );
});

test.each(['1.1.1.1', '203.0.113.7', '2606:4700::1111', '2001:db8::1'])('%s is public', (text) => {
  expect(isPublicAddress(parseIpAddress(text))).toBe(true);
});

test.each([
  '10.42.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  'fd00::1',
  'fe80::1',
  'ff02::1',
])('%s is not public', (text) => {
  expect(isPublicAddress(parseIpAddress(text))).toBe(false);
});

test.each([
  '0.0.0.0/0',
  '1.2.3.4/32',
  '128.0.0.0/1',
  '172.0.0.0/8',
  '192.0.0.0/9',
  '::/0',
  '64:ff9b::/96',
  '2002::/16',
])('%s reaches a public address', (text) => {
  expect(reachesPublicAddress(parseIpRange(text))).toBe(true);
});

test.each(['10.0.0.0/8', '10.42.0.0/16', '192.168.1.0/24', '224.0.0.0/3', '240.0.0.0/4', 'fd00::/8', 'fe80::/64'])(
  '%s reaches no public address',
  (text) => {
    expect(reachesPublicAddress(parseIpRange(text))).toBe(false);
  },
);

test.each([
  [['0.0.0.0/0']],
  [['0.0.0.0/1', '128.0.0.0/1']],
  [['128.0.0.0/1', '10.0.0.0/8', '64.0.0.0/2', '0.0.0.0/2']],
  [['::/1', '8000::/1']],
  [
    [
      '1.0.0.0/8',
      '2.0.0.0/7',
      '4.0.0.0/6',
      '8.0.0.0/7',
      '11.0.0.0/8',
      '12.0.0.0/6',
      '16.0.0.0/4',
      '32.0.0.0/3',
      '64.0.0.0/2',
      '128.0.0.0/1',
    ],
  ],
])('%j add up to the internet', (texts) => {
  expect(coversInternet(ranges(...texts))).toBe(true);
});

test.each([
  [[]],
  [['0.0.0.0/1']],
  [['0.0.0.0/2', '128.0.0.0/1']],
  [['0.0.0.0/1', '8000::/1']],
  [['10.0.0.0/8', '192.168.0.0/16']],
])('%j do not add up to the internet', (texts: string[]) => {
  expect(coversInternet(ranges(...texts))).toBe(false);
});

test('halving ranges again and again takes nothing away', () => {
  const halved = fc.array(fc.nat(), { maxLength: 20 }).map((picks) =>
    picks.reduce(
      (blocks, pick) => {
        const index = pick % blocks.length;
        return blocks.flatMap((block, place) => (place === index ? halves(block) : [block]));
      },
      ['0.0.0.0/0'],
    ),
  );
  fc.assert(
    fc.property(halved, (texts) => {
      expect(coversInternet(ranges(...texts))).toBe(true);
    }),
  );
});

function halves(text: string): string[] {
  const { first, prefixLength } = parseIpRange(text);
  const upper = first + (1n << BigInt(31 - prefixLength));
  return [first, upper].map((start) => {
    const bytes = [24n, 16n, 8n, 0n].map((shift) => (start >> shift) & 255n);
    return `${bytes.join('.')}/${prefixLength + 1}`;
  });
}
