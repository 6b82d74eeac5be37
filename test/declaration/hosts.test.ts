import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { exampleDeclaration, examplePod, mistakesIn } from './example-declaration';

type Loose = Record<string, unknown>;

const nas = { names: ['nas'], address: '192.168.1.7', port: 2049, because: 'our NAS' };
const { address: _, ...named } = nas;
const service = { clusterIP: '10.43.0.7', namespace: 'databases', podLabels: { app: 'postgres' }, targetPort: 5432 };

/** Mistakes of the example Pod with these hosts, without the Pod's own path. */
function mistakesOf(...hosts: readonly Loose[]): readonly string[] {
  const lines = mistakesIn({ ...exampleDeclaration(), pods: [{ ...examplePod(), hosts }] });
  return lines.map((line) => line.replace(/^pods\[0\]\.hosts/, ''));
}

test('a host is an address of the home network, or a Service and what stands behind it', () => {
  const hosts = [nas, { ...named, names: ['b', 'a'], service, port: 80, protocol: 'UDP' as const }];
  const [pod] = parseDeclaration({ ...exampleDeclaration(), pods: [{ ...examplePod(), hosts }] }).pods;
  const backend = { namespace: 'databases', podLabels: { app: 'postgres' }, targetPort: 5432 };
  expect(pod?.hosts).toEqual([
    { names: ['a', 'b'], address: '10.43.0.7', port: 80, protocol: 'UDP', backend, because: 'our NAS' },
    { ...nas, protocol: 'TCP', backend: undefined },
  ]);
});

test.each([
  [{ ...nas, because: undefined }, /\[0\]\.because: missing; expected a reason/],
  [{ ...nas, because: 'yes' }, /\[0\]\.because: "yes" is not a reason/],
  [{ ...nas, because: 'a\n10.0.0.1:22/TCP because b' }, /\[0\]\.because: .* is not a reason/],
  [{ ...nas, address: '203.0.113.7' }, /"203\.0\.113\.7" is not of a private range: what is on the internet/],
  [{ ...nas, address: '169.254.169.254' }, /is not of a private range/],
  [{ ...nas, address: '127.0.0.1' }, /is not of a private range/],
  [{ ...nas, address: '192.168.1.0/24' }, /is not an IP address/],
  [{ ...nas, address: 'fd00::7' }, /"fd00::7" is an IPv6 address, but cluster\.ipv6 is false/],
  [{ ...nas, port: 53 }, /\[0\]\.port: 53 is a name server's/],
  [{ ...nas, port: '8096' }, /\[0\]\.port: "8096" is not a port/],
  [{ ...nas, protocol: 'any' }, /\[0\]\.protocol: "any" is not allowed here/],
  [{ ...nas, names: [] }, /\[0\]\.names: missing; expected at least one name/],
  [{ ...nas, names: ['localhost'] }, /"localhost" is not a host name/],
  [{ ...nas, names: ['Nas'] }, /"Nas" is not a host name/],
  [{ ...nas, service }, /\[0\]\.address: .* stands beside "service"/],
  [named, /\[0\]: missing; expected "address" or "service"/],
  [{ ...named, service: { ...service, podLabels: {} } }, /podLabels: missing; expected the labels of its Pods/],
  [{ ...named, service: { ...service, podLabels: { app: 'a,b=c' } } }, /podLabels\.app: "a,b=c" is not the value/],
  [{ ...named, service: { ...service, podLabels: { 'a=b': 'c' } } }, /the name is not the name of a label/],
  [{ ...named, service: { ...service, targetPort: 'http' } }, /targetPort: "http" is not a port/],
  [{ ...named, service: { ...service, clusterIP: 'None' } }, /clusterIP: "None" is not an IP address/],
  [{ ...nas, ports: [1, 2] }, /ports: each port is an entry of its own/],
])('fails on the host %j', (host, mistake) => {
  expect(mistakesOf(host)).toEqual([expect.stringMatching(mistake)]);
});

test('one port twice, and one name at two addresses, are refused; two ports of one host are not', () => {
  expect(mistakesOf(nas, { ...nas, names: ['other'] })).toEqual([
    '[1]: is the same address, port and protocol as hosts[0]: leave one of them, with the names of both',
  ]);
  expect(mistakesOf(nas, { ...nas, address: '192.168.1.8' })).toEqual([
    '[1].names[0]: "nas" is a name of hosts[0] too, at another address: take another',
  ]);
  expect(mistakesOf(nas, { ...nas, port: 80 })).toEqual([]);
});
