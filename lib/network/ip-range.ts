import { IPv4, IPv6 } from 'ipaddr.js';
import { ValueError } from './value-error';

export type IpFamily = 'IPv4' | 'IPv6';

/** One IP address in its one written form. */
export interface IpAddress {
  readonly family: IpFamily;
  /** Such as `10.0.0.1`; IPv6 as in RFC 5952. */
  readonly text: string;
  readonly value: bigint;
}

/** A block of IP addresses (CIDR) whose host bits are zero. */
export interface IpRange {
  readonly family: IpFamily;
  /** Such as `10.0.0.0/8`. */
  readonly text: string;
  readonly prefixLength: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The address of an interface, with the prefix length of its network: `10.2.0.2/16`. */
export interface InterfaceAddress {
  readonly family: IpFamily;
  readonly text: string;
  readonly address: IpAddress;
  readonly network: IpRange;
}

const BITS = { IPv4: 32, IPv6: 128 } as const;

/**
 * An IPv4 address of four decimal parts, or an IPv6 address without a zone.
 * @throws ValueError
 */
export function parseIpAddress(text: unknown): IpAddress {
  const address = typeof text === 'string' ? readAddress(text) : undefined;
  if (address !== undefined) return address;
  throw new ValueError(text, 'is not an IP address: allowed are such as "203.0.113.7" and "2001:db8::7"');
}

/**
 * A CIDR with a prefix length and without host bits, as in `10.0.0.0/8`.
 * Where others tolerate host bits (gluetun does), take the `network` of `parseInterfaceAddress`.
 * @throws ValueError
 */
export function parseIpRange(text: unknown): IpRange {
  const { address, network } = parseInterfaceAddress(text);
  if (address.value === network.first) return network;
  throw new ValueError(text, 'has bits set behind its prefix', network.text);
}

/**
 * An address of an interface with the prefix length of its network, as WireGuard's `Address` has it.
 * @throws ValueError
 */
export function parseInterfaceAddress(text: unknown): InterfaceAddress {
  if (typeof text !== 'string') throw notARange(text);
  const slash = text.indexOf('/');
  const address = readAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) throw notARange(text);
  const { family } = address;
  if (slash === -1) throw new ValueError(text, 'lacks a prefix length', `${address.text}/${BITS[family]}`);
  const digits = text.slice(slash + 1);
  const prefixLength = /^(0|[1-9]\d{0,2})$/.test(digits) ? Number(digits) : Number.NaN;
  if (!(prefixLength <= BITS[family])) {
    throw new ValueError(text, `has no prefix length that ${family} knows: allowed are 0 to ${BITS[family]}`);
  }
  return { family, text: `${address.text}/${prefixLength}`, address, network: rangeOf(address, prefixLength) };
}

function notARange(value: unknown): ValueError {
  return new ValueError(value, 'is not an IP range: allowed are such as "10.0.0.0/8" and "2001:db8::/32"');
}

const LONGEST_ADDRESS = 45;

function readAddress(text: string): IpAddress | undefined {
  if (text.length > LONGEST_ADDRESS) return undefined;
  if (IPv4.isValidFourPartDecimal(text)) return addressOf('IPv4', IPv4.parse(text).toByteArray(), text);
  if (!text.includes(':') || text.includes('%') || !IPv6.isValid(text)) return undefined;
  const address = IPv6.parse(text);
  return addressOf('IPv6', address.toByteArray(), address.toRFC5952String());
}

function addressOf(family: IpFamily, bytes: readonly number[], text: string): IpAddress {
  return { family, text, value: bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n) };
}

function textOf(family: IpFamily, value: bigint): string {
  const bytes = Array.from({ length: BITS[family] / 8 }, (_, index) =>
    Number((value >> BigInt(BITS[family] - 8 * (index + 1))) & 255n),
  );
  return family === 'IPv4' ? new IPv4(bytes).toString() : new IPv6(bytes).toRFC5952String();
}

function rangeOf({ family, text, value }: IpAddress, prefixLength: number): IpRange {
  const hostBits = BigInt(BITS[family] - prefixLength);
  const first = (value >> hostBits) << hostBits;
  const last = first + (1n << hostBits) - 1n;
  const firstText = first === value ? text : textOf(family, first);
  return { family, text: `${firstText}/${prefixLength}`, prefixLength, first, last };
}

/** Whether the address lies in the range. */
export function includes(range: IpRange, address: IpAddress): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

/** Whether two ranges have an address in common. */
export function overlaps(one: IpRange, other: IpRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}
