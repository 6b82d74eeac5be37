import { IPv6 } from 'ipaddr.js';

/** A socket that takes what comes to it, in the network namespace of the Pod. */
export interface ListeningSocket {
  readonly protocol: 'TCP' | 'UDP';
  /** `0.0.0.0` and `::` are every address. */
  readonly address: string;
  readonly port: number;
}

const tcpListen = '0A';
const udpUnconnected = '07';

/** Reads /proc/net/tcp, tcp6, udp and udp6 (proc_pid_net(5)). */
export function readSockets(protocol: 'TCP' | 'UDP', lines: readonly string[]): readonly ListeningSocket[] {
  const listening = protocol === 'TCP' ? tcpListen : udpUnconnected;
  return lines.flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [, address = '', port = ''] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
    if (address === '' || state !== listening) return [];
    return [{ protocol, address: readAddress(address), port: Number.parseInt(port, 16) }];
  });
}

/** The kernel prints each 32 bits as the machine's own number: little-endian on every machine that runs k3s. */
export function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  const address = new IPv6(bytes);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

export function isLoopback({ address }: ListeningSocket): boolean {
  return address.startsWith('127.') || address === '::1';
}

export function isWildcard({ address }: ListeningSocket): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** `TCP 127.0.0.1:8000` */
export function formatSocket({ protocol, address, port }: ListeningSocket): string {
  return `${protocol} ${address.includes(':') ? `[${address}]` : address}:${port}`;
}
