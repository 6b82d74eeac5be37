import { lock as egressPolicy } from '../../lib/locks/egress-policy';
import type { Lock, OpenLock } from '../../lib/locks/lock';
import { lock as uplink } from '../../lib/locks/uplink';
import { findVpnPods } from '../../lib/manifest/vpn-pod';
import { handWritten } from './closed-manifests';
import { guardWith } from './details/uplink-guard';
import { editScript, type LockedManifests, type Loose } from './locked-manifests';

/** What a lock finds after a change. Where that is one port of one private host, an annotation may loosen it alone. */
function openIn({ check }: Lock, change: (manifests: LockedManifests) => void): readonly OpenLock[] {
  const manifests = handWritten();
  change(manifests);
  const [pod] = findVpnPods(manifests.documents);
  if (pod === undefined) throw new Error('the manifests have no Pod with gluetun');
  return check(pod, manifests.documents);
}

const accepting = (matches: string, program = 'iptables') => `${program} -t mangle -A OUTPUT ${matches} -j ACCEPT`;
const nas = '-d 192.168.1.7/32 -p tcp --dport 8096';

test.each([
  [nas, '192.168.1.7:8096/TCP'],
  ['--destination 192.168.1.7 --protocol UDP --destination-port 0053', '192.168.1.7:53/UDP'],
  ['-d fd00::7/128 -p tcp --dport 8096', '[fd00::7]:8096/TCP'],
  ['-d 192.168.1.7/32 --dport 8096', undefined],
  ['-d 192.168.1.7/32 -p icmp --dport 8096', undefined],
  ['-d 192.168.1.7/32 -p tcp', undefined],
  ['-d 192.168.1.7/32 -p tcp --dport 80:81', undefined],
  ['-d 192.168.1.7/32 -p tcp --dport 123456', undefined],
  ['-d 192.168.1.7/32 -p tcp ! --dport 80', undefined],
  ['-d 192.168.1.7/32 -p tcp --dport 80 --dport 81', undefined],
  ['-d 192.168.1.0/24 -p tcp --dport 80', undefined],
  ['! -d 192.168.1.7/32 -p tcp --dport 80', undefined],
  ['-d 203.0.113.7/32 -p tcp --dport 80', undefined],
  ['-p tcp --dport 80', undefined],
])('the hole of a guard that accepts %s is %s', (matches, hole) => {
  const program = matches.includes('::') ? 'ip6tables' : 'iptables';
  const open = openIn(uplink, (all) => guardWith(all, accepting(matches, program)));
  expect(open.map((each) => each.hole)).toEqual([hole]);
});

test('a jump to a chain of nobody is no hole', () => {
  const open = openIn(uplink, (all) => guardWith(all, `iptables -t mangle -A OUTPUT ${nas} -j QUEUE`));
  expect(open.map(({ hole }) => hole)).toEqual([undefined]);
});

test('holes are less than one wide opening, and the chain or the guard with the fewest of those decides', () => {
  const other = '-d 192.168.1.8/32 -p tcp --dport 8096';
  const holes = ['192.168.1.7:8096/TCP', '192.168.1.8:8096/TCP'];
  const wide = accepting('-p udp');
  const chains = openIn(uplink, (all) =>
    guardWith(
      all,
      ...[accepting(nas), accepting(other), 'iptables -t raw -P OUTPUT DROP'],
      'iptables -t raw -A OUTPUT -p udp -j ACCEPT',
    ),
  );
  expect(chains.map(({ hole }) => hole)).toEqual(holes);
  for (const lines of [[wide], [accepting(nas), accepting(other)]]) {
    const guards = openIn(uplink, (all) => {
      guardWith(all, ...lines);
      const first = structuredClone(all.guard);
      guardWith(all, ...(lines[0] === wide ? [accepting(nas), accepting(other)] : [wide]));
      all.pod.initContainers.unshift({ ...first, name: 'first' });
    });
    expect(guards.slice(0, 2).map(({ hole }) => hole)).toEqual(holes);
  }
});

test('beside a hole, what comes after the guard is told too; beside a wide opening it is not', () => {
  const later = (...lines: readonly string[]) =>
    openIn(uplink, (all) => {
      guardWith(all, ...lines);
      editScript(all.gluetun, ['exec /gluetun', 'nft flush ruleset\nexec /gluetun']);
    });
  expect(later(accepting(nas)).map(({ hole }) => hole)).toEqual(['192.168.1.7:8096/TCP', undefined]);
  expect(later(accepting('-p udp'))).toHaveLength(1);
});

test.each([
  [{ port: 8096 }, '192.168.1.7:8096/TCP'],
  [{ port: 8096, endPort: 8096, protocol: 'UDP' }, '192.168.1.7:8096/UDP'],
  [{ port: 8096, endPort: 8097 }, undefined],
  [{ port: 'http' }, undefined],
  [{}, undefined],
])('the hole of a NetworkPolicy that lets out to one host by %j is %s', (port: Loose, hole) => {
  const open = openIn(egressPolicy, ({ policy }) => {
    policy.spec.egress.push({ to: [{ ipBlock: { cidr: '192.168.1.7/32' } }], ports: [port] });
  });
  expect(open.map((each) => each.hole)).toEqual([hole]);
});
