import { existsSync } from 'node:fs';
import { Laboratory, outside, pod } from './laboratory';
import { allRestore, broken, lying, mangle, nftRestore, replace, runGuard, runGuardOnHost } from './script';

/** As in a container: root with these capabilities alone. */
function withCapabilities(...capabilities: string[]): string[] {
  const bounding = ['-all', ...capabilities.map((each) => `+${each}`)].join(',');
  return ['setpriv', '--no-new-privs', '--inh-caps', '-all', '--bounding-set', bounding];
}

/** After these commands, in a mount namespace of its own. */
function afterMounts(...commands: string[]): string[] {
  const script = [...commands, 'exec "$@"'].join(' && ');
  return ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-c', script, 'sh'];
}

const open = [
  '-P PREROUTING ACCEPT',
  '-P INPUT ACCEPT',
  '-P FORWARD ACCEPT',
  '-P OUTPUT ACCEPT',
  '-P POSTROUTING ACCEPT',
];

function sendsNothing(laboratory: Laboratory): Promise<string[]> {
  return laboratory.leavesDuring(() => {
    laboratory.pod.packets('every-kind', outside.public.ipv4);
    laboratory.pod.packets('every-kind', outside.public.ipv6);
  });
}

describe('the guard ends with 1', () => {
  test('fails when no kind of iptables can set the rules, and passes on what iptables said', () =>
    Laboratory.with('flannel', (laboratory) => {
      const { status, stderr } = runGuard(laboratory.pod, { instead: replace(allRestore, broken) });
      expect(status).toBe(1);
      expect(stderr).toContain('Extension CONNMARK is not supported, missing kernel module?');
      expect(stderr).toContain('guard: no kill switch by iptables or iptables-legacy, see above. Needed: capability');
      expect(stderr).toMatch(/iptable_mangle.*; nothing else of this Pod starts\n$/);
    }));

  test('fails when iptables says that it has set the rules and has not', () =>
    Laboratory.with('flannel', (laboratory) => {
      const { status, stdout, stderr } = runGuard(laboratory.pod, { instead: replace(allRestore, lying) });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('guard: no kill switch by iptables or iptables-legacy');
      expect(mangle(laboratory.pod)).toEqual({ ipv4: open, ipv6: open });
    }));

  test('fails when the rules of IPv6 alone cannot be set; those of IPv4 stay', () =>
    Laboratory.with('flannel', (laboratory) => {
      const instead = replace(['ip6tables-restore', 'ip6tables-legacy-restore'], broken);
      const { status, stderr } = runGuard(laboratory.pod, { instead });
      expect(status).toBe(1);
      expect(stderr).toContain('guard: no kill switch by ip6tables or ip6tables-legacy');
      expect(mangle(laboratory.pod)).toEqual({ ipv4: expect.arrayContaining(['-P OUTPUT DROP']), ipv6: open });
    }));

  test('fails without NET_ADMIN', () =>
    Laboratory.with('flannel', (laboratory) => {
      const { status, stderr } = runGuard(laboratory.pod, { through: withCapabilities('net_raw') });
      expect(status).toBe(1);
      expect(stderr).toContain('Needed: capability NET_ADMIN');
    }));

  test('fails when nothing tells whether there is IPv6', () =>
    Laboratory.with('flannel', (laboratory) => {
      const { status, stderr } = runGuard(laboratory.pod, { through: afterMounts('mount -t tmpfs none /proc') });
      expect(status).toBe(1);
      expect(stderr).toBe('guard: cannot tell whether there is IPv6: no /proc/net; nothing else of this Pod starts\n');
    }));

  const ownNetwork = existsSync('/proc/sys/net/core/netdev_budget');
  (ownNetwork ? test : test.skip)("fails on a node's own network, before it touches a rule", () => {
    const { status, stderr } = runGuardOnHost();
    expect(status).toBe(1);
    expect(stderr).toBe(
      "guard: this is the node's own network: remove hostNetwork from the Pod; nothing else of this Pod starts\n",
    );
  });
});

describe('the guard holds', () => {
  test('with NET_ADMIN alone and a read-only root', () =>
    Laboratory.with('flannel', async (laboratory) => {
      const through = [...afterMounts('mount -o remount,bind,ro /'), ...withCapabilities('net_admin')];
      expect(runGuard(laboratory.pod, { through })).toMatchObject({ status: 0, stderr: '' });
      expect(await sendsNothing(laboratory)).toEqual([]);
    }));

  test('with iptables-legacy where the nft kind fails, which takes NET_RAW too, also on a read-only root', () =>
    Laboratory.with('flannel', async (laboratory) => {
      const instead = replace(nftRestore, broken);
      const readOnly = afterMounts(
        'mount -t tmpfs none /dev',
        'mount -t tmpfs -o ro none /run',
        'mount -o remount,bind,ro /',
      );
      expect(runGuard(laboratory.pod, { instead, through: withCapabilities('net_admin') }).status).toBe(1);
      const through = [...readOnly, ...withCapabilities('net_admin', 'net_raw')];
      const { status, stdout } = runGuard(laboratory.pod, { instead, through });
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringMatching(
          /guard: iptables-legacy holds these rules:[\s\S]*guard: ip6tables-legacy holds these/,
        ),
      });
      expect(await sendsNothing(laboratory)).toEqual([]);
      await laboratory.pod.startPackets('serve', pod.ipv4, '8080', '--protocol', 'tcp').line(/ready/);
      expect(laboratory.node.packets('ask', pod.ipv4, '8080', '--protocol', 'tcp')).toMatch(/^you are /);
    }));

  test('without IPv6 in the kernel, and says so', () =>
    Laboratory.with('flannel', (laboratory) => {
      const through = afterMounts('mount -t tmpfs none /proc', 'mkdir /proc/net', 'touch /proc/net/dev');
      const { status, stdout, stderr } = runGuard(laboratory.pod, { through });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('guard: no IPv6 in this kernel');
      expect(mangle(laboratory.pod)).toEqual({ ipv4: expect.arrayContaining(['-P OUTPUT DROP']), ipv6: open });
    }));

  test('and logs the rules that the kernel holds', () =>
    Laboratory.with('flannel', (laboratory) => {
      const { stdout } = runGuard(laboratory.pod);
      const held = mangle(laboratory.pod);
      expect(stdout).toBe(
        [
          'guard: iptables holds these rules:',
          ...held.ipv4,
          'guard: ip6tables holds these rules:',
          ...held.ipv6,
          '',
        ].join('\n'),
      );
    }));
});
