import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's package for each program that the guard's tests run. */
const packages = {
  '/usr/bin/busybox': 'busybox',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/python3': 'python3',
  '/usr/bin/tcpdump': 'tcpdump',
  '/usr/sbin/ip': 'iproute2',
  '/usr/sbin/openvpn': 'openvpn',
  '/usr/sbin/sysctl': 'procps',
  '/usr/sbin/xtables-nft-multi': 'iptables',
};

/** Installs what is missing. Throws without root: the tests make network namespaces. */
export function requirePrograms(): void {
  if (process.getuid?.() !== 0) throw new Error('the tests of the guard make network namespaces: run them as root');
  const missing = Object.entries(packages).flatMap(([program, name]) => (existsSync(program) ? [] : [name]));
  if (missing.length > 0) {
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], { stdio: 'ignore' });
  }
}
