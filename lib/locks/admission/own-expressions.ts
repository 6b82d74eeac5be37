import type { PolicyDigests } from './policy-digests';

/**
 * The policy that this version of Podlock writes. It stands here once more because a check imports nothing of what sets its
 * lock; test/locks/own-policy.test.ts compares the two, and shows what has to stand here after a rule has changed.
 */
export const ownPolicy: PolicyDigests = {
  matchConstraints: 'f0669a725df99193',
  matchConditions: '29473c927b56639e',
  variables: {
    podSpec: '2e283c3a446f717f',
    podIsUnchanged: '4dd74e99bb287444',
    init: '4bd85db5bcdb1e0a',
    startOrder: '4645ec420fecdffa',
    containers: '36913562757ba38c',
    gluetun: '8522cdfe6e7aeef3',
    guard: '10e14106677da2d9',
    others: '0cf931b0d4b874ec',
    clients: '72795e50167867cb',
    settings: '0c85e0faa58ed955',
    tunnel: '094ea5e15fb8b163',
    gluetunScript: '7dfdfba4fc18403d',
    guardScript: '7318acfb7e5e549c',
    keyVolumes: 'e4d20d8ef3bb7ad5',
    keySecrets: '6a072871f8e396a4',
  },
  validations: {
    "podlock shared-namespace: the Pod is on its node's network (hostNetwork)": '6949de3b7c2906e4',
    'podlock shared-namespace: no container is called gluetun: in this namespace every Pod has a tunnel of its own, whatever else it runs':
      'b481c1decdfda512',
    'podlock shared-namespace: gluetun is alone in its Pod: nothing shares its network': '9a78c63423276b3f',
    'podlock startup-gate: gluetun is no native sidecar (an init container with restartPolicy Always), so nothing waits for the tunnel':
      '321f7fb9a8cc8d0b',
    "podlock startup-gate: gluetun's startup probe is not the command /gluetun-entrypoint healthcheck, which waits for the tunnel":
      '17a3e330f2cfc897',
    "podlock startup-gate: gluetun's startup probe gives up in less than 60 seconds": '447035f3f7c6119e',
    'podlock startup-gate: a container other than the guard runs before gluetun': '3d76e938d68c7e06',
    "podlock firewall: gluetun's firewall is not on": 'ab90454c92589c09',
    'podlock firewall: FIREWALL_OUTBOUND_SUBNETS lets out more than private networks beside the tunnel':
      'e9adf3fc0b76100f',
    'podlock firewall: gluetun takes settings or rules from where the API server cannot see them (envFrom, /iptables)':
      '9c3603648de3cd3d',
    "podlock firewall: gluetun's own command or its postStart hook changes the firewall": 'b00e8f960d7a8241',
    'podlock uplink: no guard (an init container called guard, without restartPolicy) runs before gluetun':
      '5b804d8b7f891299',
    'podlock uplink: the guard cannot set rules: it needs NET_ADMIN, and root': '7abfb795dc692029',
    "podlock uplink: the guard's script does not set policy DROP in table mangle, chain OUTPUT, for IPv4 and IPv6":
      '489f2f735e4950e7',
    "podlock uplink: the guard's script accepts more than loopback, the tunnel and answers to marked connections":
      'b5a6cd5ba8286303',
    "podlock uplink: the guard's script marks connections that come in by the tunnel as if they came from outside":
      '1fa7c6222515c2b1',
    'podlock uplink: the guard goes on when a rule cannot be set': 'c35482601eef802b',
    'podlock dns: names are not resolved by gluetun alone (dnsPolicy None, nameserver 127.0.0.1)': '52279277d32b2484',
    "podlock dns: gluetun's DNS server is not on": '9a6aba27a4758ca3',
    'podlock dns: DNS_KEEP_NAMESERVER keeps the nameserver that was there before gluetun': '9d96cea5b925431e',
    'podlock dns: DNS_ADDRESS sends names to another server than gluetun': 'f6fac8ee5e8bb399',
    'podlock dns: DNS_UPSTREAM_PLAIN_ADDRESSES sends names where no tunnel leads to': '2d5cf7b2d39f7cba',
    'podlock raw-sockets: a container is privileged, or may escalate its privileges (allowPrivilegeEscalation is not false)':
      '62ce7d5027047c5f',
    'podlock raw-sockets: a container does not drop ALL capabilities': '8e2cdf25b20357b1',
    'podlock raw-sockets: a container has a capability that only gluetun or the guard may have, or that nothing here needs':
      'dff2c486fe0ac239',
    'podlock interface-binding: nothing in the Pod tells a client to use the tunnel interface only': '562fe519e9c42ba3',
    'podlock interface-binding: a client is bound to another interface than the tunnel, and then listens on every interface':
      '6d7adad639c1309e',
    'podlock torrent-port: a port is open on the node (hostPort), where peers see the home address': '502776246593a81d',
    "podlock torrent-port: FIREWALL_INPUT_PORTS opens the torrent port on the Pod's own interface, beside the tunnel":
      'd3f3e1c949da93ec',
    'podlock restart: more than one Pod would run at once, with the same keys and the same port': 'c1e67352fa91e770',
    'podlock restart: strategy RollingUpdate runs the old and the new Pod at once; use Recreate': '323ff299168695c3',
    'podlock restart: a DaemonSet runs one Pod on every node, all with the same keys': 'd8629daae0fc633e',
    'podlock restart: a liveness probe kills gluetun while it repairs the tunnel by itself': 'a2cbc538d1d073f7',
    "podlock restart: gluetun's command does not remove the ip rules (IPv4 and IPv6) that an abrupt exit leaves, so it cannot start again":
      'fbece428f0681488',
    "podlock inbound: gluetun's control server listens on the Pod's address; set HTTP_CONTROL_SERVER_ADDRESS to 127.0.0.1:8000":
      'ed17162dde4cfd90',
    "podlock inbound: gluetun's control server demands no key, so that any container of the Pod can stop the VPN":
      '8de93071368fbb0c',
    'podlock vpn-secrets: a VPN key stands in an environment variable; mount it as a file': 'fbb02893d385ca5f',
    'podlock vpn-secrets: a Secret becomes environment variables of gluetun (envFrom); mount it as files':
      '42efaf8e63817619',
    'podlock vpn-secrets: a container other than gluetun mounts the Secret with the VPN keys': '3b9487c6b0cdf214',
    'podlock vpn-secrets: a container other than gluetun has the VPN keys in its environment': 'bad853197c3d447a',
    'podlock identity: the Pod gets a service-account token or service links': '30f8d62089d4cf1c',
    'podlock identity: the Pod shares a process or IPC namespace': 'd29b128d675e0e96',
    'podlock identity: a volume is a folder with which a container takes over its node': 'f5bbcb80e3c14626',
    'podlock image-pin: an image is not pinned to a release (a tag of a full version, or a digest)': '1ba02a02a0270b62',
    'podlock image-pin: a variable installs programs at each start that the image does not have': 'd88234405758210d',
  },
};
