import { existsSync } from 'node:fs';
import { Laboratory, outside, pod, type Uplink } from './laboratory';
import type { Namespace } from './namespace';
import { mangle, setGuard } from './script';

const beyondEth0 = Object.values(outside).map(({ ipv6 }) => ipv6);
const beyondEth0Ipv4 = Object.values(outside).map(({ ipv4 }) => ipv4);

/** Everything a program can start by itself: by the route, and bound to eth0. */
function tryToLeave(from: Namespace, addresses: readonly string[]): void {
  for (const address of addresses) {
    from.packets('every-kind', address);
    from.packets('every-kind', address, '--device', 'eth0');
  }
}

describe.each<Uplink>(['flannel', 'Cilium', 'Calico'])(
  'a cluster with IPv6 alone, with an uplink as %s makes it',
  (uplink) => {
    test('without the guard, all that the next test tries does leave', () =>
      Laboratory.with(uplink, async (laboratory) => {
        laboratory.takeIpv4Away();
        const left = await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0));
        for (const address of beyondEth0) {
          expect(left).toContainEqual(expect.stringContaining(`> ${address}.443:`));
          expect(left).toContainEqual(expect.stringMatching(new RegExp(`> ${address}: ICMP6, echo request`)));
        }
      }));

    test('nothing leaves by eth0 but the tunnel, and the WebUI answers', () =>
      Laboratory.with(uplink, async (laboratory) => {
        laboratory.takeIpv4Away();
        setGuard(laboratory.pod);
        expect(await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0))).toEqual([]);
        const sent = await laboratory.leavesDuring(() =>
          laboratory.pod.packets('send', outside.endpoint.ipv6, '1637', '--mark', '51820'),
        );
        expect(sent).toEqual([expect.stringContaining(`> ${outside.endpoint.ipv6}.1637: UDP`)]);
        await laboratory.pod.startPackets('serve', pod.ipv6, '8080', '--protocol', 'tcp').line(/ready/);
        expect(laboratory.node.packets('ask', pod.ipv6, '8080', '--protocol', 'tcp')).toMatch(/^you are /);
      }));
  },
);

describe('a node where a sysctl switches IPv6 off', () => {
  test('still has /proc/net/if_inet6, empty: the guard sets its rules for IPv6 all the same', () =>
    Laboratory.with('flannel', async (laboratory) => {
      expect(existsSync('/proc/net/if_inet6')).toBe(true);
      laboratory.switchIpv6Off();
      expect(laboratory.pod.output('cat', '/proc/net/if_inet6')).toBe('');
      setGuard(laboratory.pod);
      expect(mangle(laboratory.pod).ipv6).toEqual(expect.arrayContaining(['-P OUTPUT DROP', '-P POSTROUTING DROP']));
      expect(await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0Ipv4))).toEqual([]);
    }));

  test('without the guard, IPv6 that is switched on later leads out', () =>
    Laboratory.with('flannel', async (laboratory) => {
      laboratory.switchIpv6Off();
      laboratory.switchIpv6On();
      const left = await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0));
      expect(left).toContainEqual(expect.stringContaining(`> ${outside.public.ipv6}.443:`));
    }));

  test('IPv6 that is switched on after the guard leads nowhere but by the tunnel', () =>
    Laboratory.with('flannel', async (laboratory) => {
      laboratory.switchIpv6Off();
      setGuard(laboratory.pod);
      laboratory.switchIpv6On();
      expect(await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0))).toEqual([]);
      const sent = await laboratory.leavesDuring(() =>
        laboratory.pod.packets('send', outside.endpoint.ipv6, '1637', '--mark', '51820'),
      );
      expect(sent).toEqual([expect.stringContaining(`> ${outside.endpoint.ipv6}.1637: UDP`)]);
    }));
});

describe('a tunnel without IPv6 in a dual-stack cluster', () => {
  /** As gluetun leaves it when WIREGUARD_ADDRESSES has IPv4 alone: no address, route or rule of IPv6 for the tunnel. */
  function addIpv4Tunnel(laboratory: Laboratory): void {
    laboratory.addTunnel();
    laboratory.pod.ip('-6 addr flush dev tun0\n-6 rule del pref 101');
  }

  test('lets IPv6 out beside it, without the guard', () =>
    Laboratory.with('flannel', async (laboratory) => {
      addIpv4Tunnel(laboratory);
      const left = await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0));
      expect(left).toContainEqual(expect.stringContaining(`> ${outside.public.ipv6}.443:`));
    }));

  test('lets none out with it', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      addIpv4Tunnel(laboratory);
      expect(await laboratory.leavesDuring(() => tryToLeave(laboratory.pod, beyondEth0))).toEqual([]);
    }));
});
