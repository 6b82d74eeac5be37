import { type Netfilter, readNetfilter } from '../../../lib/live/netfilter';
import { type Seen, seen, unseen } from '../../../lib/live/seen';
import type { ListeningSocket } from '../../../lib/live/sockets';
import type { Try } from '../../../lib/live/tries';
import { unsetVariable } from '../locked-manifests';
import { type Difference, evidence, healthySurvey, vpnPodWith } from './survey';

type Case = readonly [what: string, difference: Difference, says: readonly string[]];

const nobody: Difference = { gluetun: 'unseen', gluetunAfter: 'unseen', tries: 'unseen', canary: 'unseen' };

/** What the kernel holds, by the program that reads it. */
function holds(saves: Readonly<Record<string, string>>): Seen<Netfilter> {
  return seen(readNetfilter(new Map(Object.entries(saves).map(([name, text]) => [name, text.split('\n')]))));
}

function socket(protocol: 'TCP' | 'UDP', address: string, port: number): ListeningSocket {
  return { protocol, address, port };
}

describe('firewall', () => {
  const ipv4 = 'closed: iptables, table filter, chain OUTPUT, IPv4: policy DROP';
  const noIpv6 = 'closed: no IPv6 in this network namespace: no /proc/net/if_inet6';
  const rules = 'note: ip rules of IPv4: 0: from all lookup local; 101: not from all fwmark 0xca6c lookup 51820';
  const drops = '*filter\n:OUTPUT DROP [0:0]\nCOMMIT';
  test.each<Case>([
    ['nothing', {}, [ipv4, noIpv6, rules]],
    ['nobody looked', nobody, ["unknown: gluetun's rules: nobody looked"]],
    [
      'no program reads the rules',
      { gluetun: { netfilter: unseen('no iptables-save') } },
      ["unknown: gluetun's rules: no iptables-save"],
    ],
    [
      'the policy is ACCEPT',
      { gluetun: { netfilter: holds({ iptables: drops.replace('DROP', 'ACCEPT') }) } },
      ['open: table filter, chain OUTPUT, IPv4: policy ACCEPT', noIpv6, rules],
    ],
    [
      'nobody set a policy',
      { gluetun: { netfilter: holds({ iptables: '*nat\nCOMMIT' }) } },
      ['open: table filter, chain OUTPUT, IPv4: policy ACCEPT, nobody set another', noIpv6, rules],
    ],
    [
      'the other kind of iptables holds the policy',
      {
        gluetun: { netfilter: holds({ 'iptables-nft': drops.replace('DROP', 'ACCEPT'), 'iptables-legacy': drops }) },
      },
      ['closed: iptables-legacy, table filter, chain OUTPUT, IPv4: policy DROP', noIpv6, rules],
    ],
    [
      'there is IPv6',
      { gluetun: { hasIpv6: true, rules6: ['101:\tfrom  all ', ' 0:\tx'] } },
      [ipv4, ipv4.replace('IPv4', 'IPv6'), rules, 'note: ip rules of IPv6: 101: from all; 0: x'],
    ],
    [
      'nobody set a policy of IPv6',
      { gluetun: { hasIpv6: true, netfilter: holds({ iptables: drops }), rules6: [] } },
      [
        ipv4,
        'open: table filter, chain OUTPUT, IPv6: policy ACCEPT, nobody set another',
        rules,
        'note: ip rules of IPv6: ',
      ],
    ],
    [
      'there is no program ip',
      { gluetun: { rules: [] } },
      [ipv4, noIpv6, "note: the ip rules were not seen: gluetun's container has no program ip"],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('firewall', difference)).toEqual(says);
  });
});

describe('uplink', () => {
  const mangle = `*mangle
:OUTPUT DROP [7:420]
[0:0] -A OUTPUT -o lo -j ACCEPT
[9:900] -A OUTPUT -o tun0 -j ACCEPT
COMMIT`;
  const both = (text: string) => ({ netfilter: holds({ iptables: text, ip6tables: text }) });
  const holding =
    "closed: iptables holds a table that gluetun leaves alone, and it lets out by other interfaces than tun0 only the tunnel's own packets and answers, live flows of a lost tunnel not among them: iptables mangle OUTPUT DROP, ip6tables mangle OUTPUT DROP";
  const index = 'note: tun0 has the interface index 3';
  /** Nothing was tried, so that only the rules are told of. */
  const untried: Difference = { tries: { connections: [] }, gluetunAfter: 'unseen' };

  test.each<Case>([
    ['nothing', untried, [holding, index]],
    [
      'nobody looked',
      nobody,
      ["unknown: the guard's rules: nobody looked", 'unknown: the tries of qbittorrent: nobody looked'],
    ],
    [
      'no program reads the rules',
      { ...untried, gluetun: { netfilter: unseen('no iptables-save') } },
      ["unknown: the guard's rules: no iptables-save"],
    ],
    [
      'the tunnel is away',
      { ...untried, gluetun: { interfaces: new Map() } },
      [holding, 'note: no interface tun0 now'],
    ],
    ['the rules are these', { ...untried, gluetun: both(mangle) }, [holding, index]],
    [
      'the rules let out more',
      { ...untried, gluetun: both(mangle.replace('-o lo', '-o eth0')) },
      ['IPv4', 'IPv6'].map(
        (family) => `open: the kernel's rules: lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (${family})`,
      ),
    ],
    [
      'the rules let out one host',
      {
        ...untried,
        gluetun: {
          netfilter: holds({
            iptables: mangle.replace('-o lo', '-d 192.168.1.7/32 -p tcp --dport 8096'),
            ip6tables: mangle,
          }),
        },
      },
      [
        "open: the kernel's rules: lets out more than the tunnel: -A OUTPUT -d 192.168.1.7/32 -p tcp --dport 8096 -j ACCEPT (IPv4) [192.168.1.7:8096/TCP]",
      ],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('uplink', difference)).toEqual(says);
  });

  const attempt = (outcome: Try['outcome'], from: string | undefined, name = 'a public address', host = '1.1.1.1') => ({
    tries: { connections: [{ target: { name, host, port: 443 }, from, outcome, detail: 'curl 7' }] },
    gluetunAfter: 'unseen' as const,
  });
  const pod = '10.42.0.7';
  const publicAddress = `qbittorrent tried a public address (1.1.1.1:443)`;
  const publicIpv6 = ['a public IPv6 address', '2606:4700:4700::1111'] as const;
  const refusing = both(`${mangle.replace('\nCOMMIT', '')}\n[0:0] -A OUTPUT -p udp -j REJECT\nCOMMIT`);
  const ipv6Tunnel = { addresses: ['lo ::1/128', 'eth0 fd00::7/64', 'tun0 fe80::1/64', 'tun0 fd7d::2/128'] };

  test.each<Case>([
    [
      'a public address answers by the tunnel',
      attempt('connected', undefined),
      [`note: ${publicAddress} by the default route: connected [curl 7], through the tunnel`],
    ],
    [
      'a private address answers by the default route',
      attempt('connected', undefined, 'CoreDNS by its Service', '10.43.0.10'),
      ['open: qbittorrent tried CoreDNS by its Service (10.43.0.10:443) by the default route: connected [curl 7]'],
    ],
    [
      "a public address answers to the Pod's own",
      attempt('connected', pod),
      [`open: ${publicAddress} from ${pod}: connected [curl 7]`],
    ],
    ['what goes into the tunnel is refused there', attempt('refused', undefined), []],
    [
      'somebody past the tunnel refuses',
      attempt('refused', pod),
      [`open: ${publicAddress} from ${pod}: answered with a refusal [curl 7]: the packet left the Pod`],
    ],
    [
      'somebody refuses, and a rule of the Pod may be that',
      { ...attempt('refused', pod), gluetun: refusing },
      [`note: ${publicAddress} from ${pod}: answered with a refusal [curl 7]; a rule of this Pod refuses aloud`],
    ],
    [
      'somebody refuses, and nobody saw the rules',
      { ...attempt('refused', pod), gluetun: { netfilter: unseen('no iptables-save') } },
      [`open: ${publicAddress} from ${pod}: answered with a refusal [curl 7]: the packet left the Pod`],
    ],
    ['nobody answers', attempt('silent', pod), [`closed: ${publicAddress} from ${pod}: no answer in 3 s [curl 7]`]],
    ['nothing is sent', attempt('stopped', pod), [`closed: ${publicAddress} from ${pod}: not sent [curl 7]`]],
    ['nobody can tell', attempt('unclear', pod), [`unknown: ${publicAddress} from ${pod}: unclear [curl 7]`]],
    [
      'no program goes by the interface',
      attempt('unclear', 'eth0'),
      [`note: ${publicAddress} from eth0: unclear [curl 7]`],
    ],
    [
      'no program goes by the interface, and nobody saw which',
      { ...attempt('unclear', 'eth0'), gluetun: { uplink: undefined } },
      [`unknown: ${publicAddress} from eth0: unclear [curl 7]`],
    ],
    [
      'the gateway is tried by the default route',
      attempt('silent', undefined, 'the kubelet', '10.42.0.1'),
      ['closed: qbittorrent tried the kubelet (10.42.0.1:443) by the default route: no answer in 3 s [curl 7]'],
    ],
    [
      'nobody saw the gateway, and the kubelet is tried by the default route',
      { ...attempt('silent', undefined, 'the kubelet', '10.42.0.1'), gluetun: { uplink: undefined } },
      [],
    ],
    [
      'IPv6 answers where the tunnel has none',
      attempt('connected', undefined, ...publicIpv6),
      [
        'open: qbittorrent tried a public IPv6 address ([2606:4700:4700::1111]:443) by the default route: connected [curl 7]',
      ],
    ],
    [
      'IPv6 answers by the tunnel',
      { ...attempt('connected', undefined, ...publicIpv6), gluetun: ipv6Tunnel },
      [
        'note: qbittorrent tried a public IPv6 address ([2606:4700:4700::1111]:443) by the default route: connected [curl 7], through the tunnel',
      ],
    ],
    [
      'IPv6 answers, and only others than the tunnel have an address',
      {
        ...attempt('connected', undefined, ...publicIpv6),
        gluetun: { addresses: ipv6Tunnel.addresses.slice(0, 3) },
      },
      [
        'open: qbittorrent tried a public IPv6 address ([2606:4700:4700::1111]:443) by the default route: connected [curl 7]',
      ],
    ],
  ])('of what was tried, when %s', (_, difference, says) => {
    const own = new Set(evidence('uplink', { gluetun: difference.gluetun ?? {}, ...untried }));
    expect(evidence('uplink', difference).filter((line) => !own.has(line))).toEqual(says);
  });

  test('where nobody looked into gluetun, what is tried by the default route is past the tunnel', () => {
    const host = [publicIpv6, ['a public address', '1.1.1.1'] as const];
    for (const [name, address] of host)
      expect(
        evidence('uplink', { ...attempt('refused', undefined, name, address), gluetun: 'unseen' }).slice(1),
      ).toEqual([expect.stringMatching(/^open: .*: the packet left the Pod$/)]);
    expect(evidence('uplink', { ...attempt('unclear', 'eth0'), gluetun: 'unseen' }).slice(1)).toEqual([
      expect.stringMatching(/^unknown: /),
    ]);
  });

  test('what the rules refused meanwhile is counted, where it was seen before and after', () => {
    const { gluetun } = healthySurvey();
    const before = gluetun.kind === 'seen' && gluetun.value.netfilter;
    if (!before || before.kind === 'unseen') throw new Error('the healthy Pod has no rules');
    const netfilter = seen({ ...before.value, refused: before.value.refused + 5 });
    const counted = (difference: Difference) =>
      evidence('uplink', difference).filter((line) => line.includes('counts'));
    expect(counted({ gluetunAfter: { netfilter } })).toEqual([
      'note: table mangle counts 5 packets that it refused while these were tried (19 since it was set)',
    ]);
    expect(counted({ gluetunAfter: { netfilter: unseen('gone') } })).toEqual([]);
    expect(counted({ gluetun: 'unseen' })).toEqual([]);
  });
});

describe('interface-binding', () => {
  const listens = (...sockets: readonly ListeningSocket[]): Difference => ({ gluetun: { sockets } });
  test.each<Case>([
    ['nothing', {}, ['closed: the torrent port listens on TCP 10.191.158.14:47148, an address of the tunnel']],
    ['nobody looked', nobody, ["unknown: the client's sockets: nobody looked"]],
    ['nobody listens', listens(), ['unknown: nobody listens on the torrent port 47148 now']],
    [
      'the client listens on every address',
      listens(socket('TCP', '0.0.0.0', 47148), socket('UDP', '::', 47148), socket('TCP', '0.0.0.0', 8080)),
      [
        "open: the torrent port listens on TCP 0.0.0.0:47148: every interface, the Pod's own too",
        "open: the torrent port listens on UDP [::]:47148: every interface, the Pod's own too",
      ],
    ],
    [
      'the client listens on loopback',
      listens(socket('TCP', '127.0.0.1', 47148), socket('TCP', '::1', 47148)),
      [
        'note: the torrent port listens on TCP 127.0.0.1:47148, which nobody reaches from outside',
        'note: the torrent port listens on TCP [::1]:47148, which nobody reaches from outside',
      ],
    ],
    [
      "the client listens on the Pod's address",
      {
        gluetun: {
          sockets: [socket('TCP', '10.42.0.7', 47148), socket('TCP', 'fd00::1:1', 47148)],
          addresses: ['lo 10.42.0.7/8', 'eth0 10.42.0.7/24', 'eth12 10.42.0.7/24', 'tun0 10.191.158.14/32'],
        },
      },
      [
        "open: the torrent port listens on TCP 10.42.0.7:47148, which is not the tunnel's",
        "open: the torrent port listens on TCP [fd00::1:1]:47148, which is not the tunnel's",
      ],
    ],
    [
      "the client listens on the tunnel's IPv6 address",
      {
        gluetun: {
          sockets: [socket('TCP', 'fd7d::2', 47148)],
          addresses: ['tun0 10.191.158.14/32', 'tun0 fd7d::2/128', 'odd'],
        },
      },
      ['closed: the torrent port listens on TCP [fd7d::2]:47148, an address of the tunnel'],
    ],
    [
      'no program shows the addresses',
      { gluetun: { addresses: [] } },
      ['unknown: the torrent port listens on TCP 10.191.158.14:47148; whose address that is could not be seen'],
    ],
    [
      'the provider hands out another port',
      {
        gluetun: {
          forwardedPort: '50000',
          sockets: [socket('TCP', '10.191.158.14', 50000), socket('UDP', '10.191.158.14', 47148)],
        },
      },
      [
        'closed: the torrent port listens on TCP 10.191.158.14:50000, an address of the tunnel',
        'closed: the torrent port listens on UDP 10.191.158.14:47148, an address of the tunnel',
      ],
    ],
    [
      'nobody listens on either port',
      { gluetun: { forwardedPort: '50000', sockets: [] } },
      ['unknown: nobody listens on the torrent port 47148, 50000 now'],
    ],
    [
      'the client listens on addresses that look like those of loopback',
      listens(socket('TCP', '10.127.0.1', 47148), socket('TCP', '::12', 47148)),
      [
        "open: the torrent port listens on TCP 10.127.0.1:47148, which is not the tunnel's",
        "open: the torrent port listens on TCP [::12]:47148, which is not the tunnel's",
      ],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('interface-binding', difference)).toEqual(says);
  });

  test('when nobody tells the port', () => {
    const vpnPod = vpnPodWith(({ gluetun }) => unsetVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS'));
    expect(evidence('interface-binding', { pod: { vpnPod } })).toEqual([
      'note: which port is the torrent port is not known, so its sockets were not looked at',
    ]);
    expect(evidence('torrent-port', { pod: { vpnPod } })).toEqual([
      'note: gluetun forwards no port: peers cannot connect',
    ]);
  });
});

describe('torrent-port', () => {
  const services =
    'closed: 1 Service of the namespace read: whatever leads to that port from outside would stand above';
  test.each<Case>([
    ['nothing', {}, ['closed: the client listens on the forwarded port 47148: TCP 10.191.158.14:47148', services]],
    ['nobody looked', nobody, ['unknown: the forwarded port: nobody looked']],
    [
      'nobody listens',
      { gluetun: { sockets: [socket('TCP', '0.0.0.0', 8080)] } },
      ['note: nobody listens on the forwarded port 47148 now: peers cannot connect', services],
    ],
    [
      'two sockets listen',
      { gluetun: { sockets: [socket('TCP', '10.0.0.1', 47148), socket('UDP', '10.0.0.1', 47148)] } },
      ['closed: the client listens on the forwarded port 47148: TCP 10.0.0.1:47148, UDP 10.0.0.1:47148', services],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('torrent-port', difference)).toEqual(says);
  });
});

describe('inbound', () => {
  const own = 'closed: the control server listens on TCP 127.0.0.1:8000';
  const asked = 'the control server, asked by qbittorrent without a key';
  const outside = [53, 8000, 9999, 8888, 8388].map(
    (port) =>
      `closed: from another Pod, port ${port} of the VPN Pod (10.42.0.7:${port}) by the default route: no answer in 3 s [curl 28]`,
  );
  const says = (status: number): Difference => ({ tries: { control: seen(status) } });
  const target = { name: 'port 53', host: '10.42.0.7', port: 53 };
  test.each<Case>([
    ['nothing', {}, [own, `closed: ${asked}: 401`, ...outside]],
    [
      'nobody looked',
      nobody,
      [
        "unknown: gluetun's listening sockets: nobody looked",
        'unknown: the control server, asked by qbittorrent: nobody looked',
        "unknown: gluetun's servers from another Pod: nobody looked",
      ],
    ],
    [
      'there is no control server',
      { gluetun: { sockets: [socket('UDP', '0.0.0.0', 8000), socket('TCP', '0.0.0.0', 8080)] } },
      ['closed: nobody listens on port 8000, where the control server would be', `closed: ${asked}: 401`, ...outside],
    ],
    [
      'the control server listens for everybody',
      { gluetun: { sockets: [socket('TCP', '0.0.0.0', 8000)] } },
      ['open: the control server listens on TCP 0.0.0.0:8000', `closed: ${asked}: 401`, ...outside],
    ],
    ['nobody answers', says(0), [own, `closed: ${asked}: nobody listens on 127.0.0.1:8000`, ...outside]],
    ['it answers 403', says(403), [own, `closed: ${asked}: 403`, ...outside]],
    ['it answers 404', says(404), [own, `unknown: ${asked}: 404`, ...outside]],
    [
      'it answers 200',
      says(200),
      [own, `open: ${asked}, tells (200): whoever takes over qbittorrent stops the VPN`, ...outside],
    ],
    [
      'no program asks',
      { tries: { control: unseen('no program') } },
      [own, 'unknown: the control server, asked by qbittorrent: no program', ...outside],
    ],
    [
      'another Pod gets through, or nobody can tell',
      {
        canary: {
          inbound: (['connected', 'unclear', 'refused'] as const).map((outcome) => ({
            target,
            from: undefined,
            outcome,
            detail: 'x',
          })),
        },
      },
      [
        own,
        `closed: ${asked}: 401`,
        'open: from another Pod, port 53 (10.42.0.7:53) by the default route: connected [x]',
        'unknown: from another Pod, port 53 (10.42.0.7:53) by the default route: unclear [x]',
        'closed: from another Pod, port 53 (10.42.0.7:53) by the default route: answered with a refusal [x]',
      ],
    ],
  ])('when %s', (_, difference, expected) => {
    expect(evidence('inbound', difference)).toEqual(expected);
  });
});
