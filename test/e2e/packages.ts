import { attempt, run } from './command';

/** The programs that the stand-ins are made of, each with its Debian package. */
const packages: Readonly<Record<string, string>> = {
  'qbittorrent-nox': 'qbittorrent-nox',
  'xtables-nft-multi': 'iptables',
  busybox: 'busybox-static',
  chromium: 'chromium',
  curl: 'curl',
  go: 'golang-go',
  ip: 'iproute2',
  jq: 'jq',
  nft: 'nftables',
  python3: 'python3',
  setpriv: 'util-linux',
  'transmission-daemon': 'transmission-daemon',
};

/** Installs what this machine lacks. Root, Debian. */
export async function installPackages(): Promise<void> {
  const found = await Promise.all(
    Object.keys(packages).map(async (program) => (await attempt('which', [program])).code === 0),
  );
  const missing = Object.values(packages).filter((_, index) => !found[index]);
  if (missing.length === 0) return;
  const aptGet = (...args: string[]) =>
    run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
      timeoutSeconds: 600,
      environment: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', ...missing);
}
