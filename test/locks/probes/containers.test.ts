import { seen, unseen } from '../../../lib/live/seen';
import { type Difference, evidence, vpnPodWith } from './survey';

/** What is different, and everything that the lock's probe then says. */
type Case = readonly [what: string, difference: Difference, says: readonly string[]];

const nobody: Difference = { gluetun: 'unseen', client: 'unseen', tries: 'unseen', canary: 'unseen' };

describe('shared-namespace', () => {
  const ownNetwork = "closed: gluetun's network is not the node's: /proc/sys/net/core/netdev_budget is not there";
  const oneNetwork = "closed: qbittorrent is in gluetun's network namespace: both are in net:[4026532399]";
  const place = 'the internet sees 185.10.10.10 when qbittorrent asks by its default route';
  const behindTunnel = `closed: ${place}; the node's own: 10.44.0.2, 198.51.100.1`;
  test.each<Case>([
    ['nothing', {}, [ownNetwork, oneNetwork, behindTunnel]],
    ['nobody looked', nobody, ['unknown: the network of gluetun: nobody looked']],
    [
      "the network is the node's",
      { gluetun: { isNodeNetwork: true } },
      ["open: gluetun runs in the node's own network (net:[4026532399])", oneNetwork, behindTunnel],
    ],
    [
      'the client is in another network',
      { client: { network: 'net:[1]' } },
      [ownNetwork, 'open: qbittorrent is in net:[1], gluetun in net:[4026532399]', behindTunnel],
    ],
    [
      'nobody looked into the client',
      { client: 'unseen', tries: 'unseen' },
      [
        ownNetwork,
        'unknown: the network of qbittorrent: nobody looked',
        'unknown: the address that the internet sees of qbittorrent: nobody looked',
      ],
    ],
    [
      'the page did not come',
      { tries: { seenAs: unseen('the page did not come') } },
      [ownNetwork, oneNetwork, 'unknown: the address that the internet sees of qbittorrent: the page did not come'],
    ],
    [
      "the internet sees the node's address",
      { tries: { seenAs: seen('10.44.0.2') } },
      [
        ownNetwork,
        oneNetwork,
        "open: the internet sees 10.44.0.2 when qbittorrent asks by its default route: the node's own (10.44.0.2, 198.51.100.1)",
      ],
    ],
    [
      'the internet sees what it sees of the canary',
      { tries: { seenAs: seen('198.51.100.1') } },
      [
        ownNetwork,
        oneNetwork,
        "open: the internet sees 198.51.100.1 when qbittorrent asks by its default route: the node's own (10.44.0.2, 198.51.100.1)",
      ],
    ],
    [
      'there is no canary',
      { canary: 'unseen' },
      [ownNetwork, oneNetwork, `closed: ${place}; the node's own: 10.44.0.2`],
    ],
    [
      'gluetun noted another address',
      { gluetun: { publicAddress: '185.10.10.11' } },
      [ownNetwork, oneNetwork, behindTunnel, 'note: gluetun noted 185.10.10.11 when the tunnel came up'],
    ],
    ['gluetun noted none', { gluetun: { publicAddress: undefined } }, [ownNetwork, oneNetwork, behindTunnel]],
    [
      'a client runs beside it',
      { pod: { outside: [{ pod: 'bare', container: 'deluge' }] } },
      [
        "open: deluge of the Pod bare runs without gluetun: it has the node's address",
        ...[ownNetwork, oneNetwork, behindTunnel],
      ],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('shared-namespace', difference)).toEqual(says);
  });
});

describe('dns', () => {
  const file = 'closed: /etc/resolv.conf of qbittorrent names 127.0.0.1 alone';
  const answered = 'closed: a question for a name from qbittorrent was answered by 127.0.0.1';
  const listens = 'closed: somebody listens on port 53 of the Pod, as gluetun does';
  test.each<Case>([
    ['nothing', {}, [file, answered, listens]],
    [
      'nobody looked',
      nobody,
      [
        'unknown: /etc/resolv.conf of qbittorrent: nobody looked',
        'unknown: a question for a name from qbittorrent: nobody looked',
        "unknown: gluetun's DNS server: nobody looked",
      ],
    ],
    [
      'the file names no server',
      { client: { nameservers: [] } },
      ['open: /etc/resolv.conf of qbittorrent names no server', answered, listens],
    ],
    [
      'the file names others too',
      { client: { nameservers: ['127.0.0.1', '10.43.0.10', '1.127.0.1', '127.0.0.53'] } },
      ['open: /etc/resolv.conf of qbittorrent names 10.43.0.10, 1.127.0.1', answered, listens],
    ],
    [
      'the file names loopback by IPv6',
      { client: { nameservers: ['127.0.0.1', '::1'] } },
      ['closed: /etc/resolv.conf of qbittorrent names 127.0.0.1, ::1 alone', answered, listens],
    ],
    ...['[::1]:53', '[::1]', '::1', '127.0.0.1:53'].map(
      (resolver): Case => [
        `${resolver} answers`,
        { tries: { resolver: seen(resolver) } },
        [file, `closed: a question for a name from qbittorrent was answered by ${resolver}`, listens],
      ],
    ),
    ...['fd00::1', '::1:53x', '::10', '10.43.0.10:53'].map(
      (resolver): Case => [
        `${resolver} answers`,
        { tries: { resolver: seen(resolver) } },
        [file, `open: a question for a name from qbittorrent was answered by ${resolver}`, listens],
      ],
    ),
    [
      'no program asks',
      { tries: { resolver: unseen('no program') } },
      [file, 'note: a question for a name from qbittorrent: no program', listens],
    ],
    [
      'nobody listens',
      { gluetun: { sockets: [{ protocol: 'TCP', address: '0.0.0.0', port: 5353 }] } },
      [file, answered, "open: nobody listens on port 53 of the Pod: gluetun's DNS server is off"],
    ],
    [
      'more than one listens',
      { gluetun: { sockets: [5353, 53].map((port) => ({ protocol: 'UDP', address: '0.0.0.0', port })) } },
      [file, answered, listens],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('dns', difference)).toEqual(says);
  });
});

describe('raw-sockets', () => {
  const zeroes = 'CapBnd 0000000000000000, CapEff 0000000000000000';
  const none = `closed: no process of qbittorrent can have NET_RAW or NET_ADMIN, so the kernel lets none write frames, set marks or change rules: ${zeroes}`;
  const privileges = 'closed: qbittorrent runs with NoNewPrivs';
  const socket =
    'closed: an AF_PACKET socket in qbittorrent: "Operation not permitted", so no frame with the Pod\'s or the tunnel\'s source address';
  const credentials = (bounding: bigint, effective = 0n, noNewPrivileges = true) => ({
    client: { credentials: [{ user: 0, bounding, effective, noNewPrivileges }] },
  });
  test.each<Case>([
    ['nothing', {}, [none, privileges, socket]],
    [
      'nobody looked',
      nobody,
      [
        'unknown: the capabilities of qbittorrent: nobody looked',
        'note: an AF_PACKET socket in qbittorrent: nobody looked',
      ],
    ],
    ['no process was seen', { client: { credentials: [] } }, [socket]],
    ...(
      [
        [8n, 'SETPCAP'],
        [12n, 'NET_ADMIN'],
        [13n, 'NET_RAW'],
        [16n, 'SYS_MODULE'],
        [19n, 'SYS_PTRACE'],
        [21n, 'SYS_ADMIN'],
        [39n, 'BPF'],
      ] as const
    ).map(
      ([bit, name]): Case => [
        `a process may have ${name}`,
        credentials(1n << bit, 1n),
        [
          `open: processes of qbittorrent may have ${name}: CapBnd ${(1n << bit).toString(16).padStart(16, '0')}, CapEff 0000000000000001`,
          socket,
        ],
      ],
    ),
    [
      'a process has one of its own',
      credentials(0n, 1n << 13n),
      ['open: processes of qbittorrent may have NET_RAW: CapBnd 0000000000000000, CapEff 0000000000002000', socket],
    ],
    [
      'processes may have several',
      {
        client: {
          credentials: [1n << 13n, (1n << 13n) | (1n << 12n)].map((bounding) => ({
            user: 0,
            bounding,
            effective: 0n,
            noNewPrivileges: true,
          })),
        },
      },
      [
        'open: processes of qbittorrent may have NET_RAW, NET_ADMIN: CapBnd 0000000000002000, CapEff 0000000000000000',
        socket,
      ],
    ],
    [
      'processes have harmless ones alone',
      credentials(1n << 10n),
      [none.replace('CapBnd 0000000000000000', 'CapBnd 0000000000000400'), privileges, socket],
    ],
    [
      'one process can gain privileges',
      {
        client: {
          credentials: [true, false].map((noNewPrivileges) => ({
            user: 0,
            bounding: 0n,
            effective: 0n,
            noNewPrivileges,
          })),
        },
      },
      [none, 'open: qbittorrent runs without NoNewPrivs: a setuid program gains root there', socket],
    ],
    [
      'no program tries the socket',
      { tries: { frameSocket: unseen('no program') } },
      [none, privileges, 'note: an AF_PACKET socket in qbittorrent was not tried: no program'],
    ],
    [
      'the kernel gives the socket',
      { tries: { frameSocket: seen(true) } },
      [
        none,
        privileges,
        "open: the kernel gave qbittorrent an AF_PACKET socket: frames with the Pod's or the tunnel's source address leave past iptables",
      ],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('raw-sockets', difference)).toEqual(says);
  });
});

describe('identity', () => {
  const closed = (name: string, first: string) => [
    `closed: ${name} has no /var/run/secrets/kubernetes.io/serviceaccount`,
    `closed: ${name} is told of no Service but the API server's`,
    `closed: process 1 of ${name} is its own: ${first}`,
  ];
  const gluetun = closed('gluetun', 'gluetun-entrypo');
  const [noToken, noLink, ownProcess] = closed('qbittorrent', 'qbittorrent-nox');
  test.each<Case>([
    ['nothing', {}, [...gluetun, noToken, noLink, ownProcess].map(String)],
    [
      'nobody looked',
      nobody,
      ['unknown: what identifies gluetun: nobody looked', 'unknown: what identifies qbittorrent: nobody looked'],
    ],
    [
      'a token is there',
      { client: { tokens: ['token', 'ca.crt'] } },
      [...gluetun, 'open: qbittorrent has a service-account token: token, ca.crt', noLink, ownProcess].map(String),
    ],
    [
      'Services are told',
      {
        client: { variables: ['KUBERNETES_SERVICE_HOST', 'SONARR_SERVICE_HOST', 'A_SERVICE_HOST', 'X_SERVICE_HOSTS'] },
      },
      [
        ...[...gluetun, noToken],
        'open: qbittorrent is told of Services by SONARR_SERVICE_HOST, A_SERVICE_HOST',
        ownProcess,
      ].map(String),
    ],
    [
      'containers share their processes',
      { client: { firstProcess: 'pause' } },
      [
        ...[...gluetun, noToken, noLink],
        'open: process 1 of qbittorrent is pause: the containers share their processes',
      ].map(String),
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('identity', difference)).toEqual(says);
  });
});

describe('vpn-secrets', () => {
  const gluetun = "closed: none of the 3 variables of gluetun is a VPN credential's";
  const client = "closed: none of the 3 variables of qbittorrent is a VPN credential's";
  const mounts = "closed: none of the 2 mounts of qbittorrent is a volume of gluetun's keys";
  test.each<Case>([
    ['nothing', {}, [gluetun, client, mounts]],
    [
      'nobody looked',
      nobody,
      [
        "unknown: gluetun's variables: nobody looked",
        'unknown: the variables of qbittorrent: nobody looked',
        'unknown: the mounts of qbittorrent: nobody looked',
      ],
    ],
    ...[
      ...['WIREGUARD_PRIVATE_KEY', 'WIREGUARD_PRESHARED_KEY', 'OPENVPN_USER', 'OPENVPN_PASSWORD', 'OPENVPN_KEY'],
      ...['OPENVPN_CERT', 'OPENVPN_CLIENTKEY', 'OPENVPN_ENCRYPTED_KEY', 'OPENVPN_KEY_PASSPHRASE'],
      ...['VPN_PORT_FORWARDING_USERNAME', 'VPN_PORT_FORWARDING_PASSWORD'],
    ].map(
      (name): Case => [
        `${name} is a variable of gluetun`,
        { gluetun: { variables: ['PATH', name] } },
        [`open: the environment of gluetun has ${name}`, client, mounts],
      ],
    ),
    [
      'keys are variables of the client',
      { client: { variables: ['OPENVPN_USER', 'A', 'OPENVPN_PASSWORD'] } },
      [gluetun, 'open: the environment of qbittorrent has OPENVPN_USER, OPENVPN_PASSWORD', mounts],
    ],
    [
      'files of keys and other things are named',
      { gluetun: { variables: ['OPENVPN_USER_SECRETFILE', 'MY_OPENVPN_USER', 'VPN_PORT_FORWARDING'] } },
      [gluetun, client, mounts],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('vpn-secrets', difference)).toEqual(says);
  });

  const seenMounts = { client: { mounts: ['/', '/keys', '/keys/a', '/proc', '/x/keys'] } };
  const token = { serviceAccountToken: { path: 'token' } };
  const secret = { secret: { name: 'airvpn-wireguard' } };
  test.each([
    ['a Secret', { secret: { secretName: 'airvpn-wireguard' } }, true],
    ['a Secret beside a token', { projected: { sources: [token, secret] } }, true],
    ['a token', { projected: { sources: [token] } }, false],
    ['an empty folder', { emptyDir: {} }, false],
  ])('a mount that gluetun and the client share counts when it is %s', (_, volume, isKeys) => {
    const vpnPod = vpnPodWith(({ pod, keys, client: qbittorrent, configure }) => {
      pod.volumes[pod.volumes.indexOf(keys)] = { name: 'keys', ...volume };
      for (const container of [configure, qbittorrent])
        container.volumeMounts.push({ name: 'keys', mountPath: container === configure ? '/proc' : '/keys' });
    });
    expect(evidence('vpn-secrets', { pod: { vpnPod }, ...seenMounts }).slice(2)).toEqual([
      isKeys
        ? "open: qbittorrent has gluetun's keys mounted at /keys, /keys/a"
        : "closed: none of the 5 mounts of qbittorrent is a volume of gluetun's keys",
    ]);
  });

  test('what the client mounts beside gluetun without its keys is none', () => {
    const vpnPod = vpnPodWith(({ gluetun: own }) => own.volumeMounts.push({ name: 'config', mountPath: '/config' }));
    const mounted = { client: { mounts: ['/config', '/keys'] } };
    expect(evidence('vpn-secrets', { pod: { vpnPod }, ...mounted }).slice(2)).toEqual([mounts]);
  });
});

describe('restart', () => {
  const alone = 'closed: one Pod of this owner is there now';
  const rule = 'closed: one ip rule of preference 101 in IPv4: 101: not from all fwmark 0xca6c lookup 51820';
  const line = '101:\tnot from all fwmark 0xca6c lookup 51820';
  test.each<Case>([
    ['nothing', {}, [alone, rule]],
    ['nobody looked', nobody, [alone, 'unknown: the ip rules: nobody looked']],
    [
      'there are two Pods',
      { pod: { siblings: 2 } },
      ['open: 2 Pods of the same owner are there now, with the same keys and the same port', rule],
    ],
    [
      'there is no program ip',
      { gluetun: { rules: [], rules6: [line] } },
      [alone, "unknown: the ip rules: gluetun's container has no program ip"],
    ],
    [
      'an old rule was left',
      { gluetun: { rules: [line, '1101:\tfrom all', line] } },
      [alone, 'open: 2 ip rules of preference 101 in IPv4: an old one was left'],
    ],
    [
      'an old rule of IPv6 was left',
      { gluetun: { hasIpv6: true, rules6: [line, line] } },
      [alone, rule, 'open: 2 ip rules of preference 101 in IPv6: an old one was left'],
    ],
    ['there is no IPv6', { gluetun: { hasIpv6: false, rules6: [line, line] } }, [alone, rule]],
    [
      'there is IPv6',
      { gluetun: { hasIpv6: true, rules6: [` ${line}`, `${line} \t `] } },
      [alone, rule, rule.replace('IPv4', 'IPv6')],
    ],
    ['the tunnel is away', { gluetun: { rules: ['0:\tfrom all lookup local'] } }, [alone]],
  ])('when %s', (_, difference, says) => {
    expect(evidence('restart', difference)).toEqual(says);
  });
});
