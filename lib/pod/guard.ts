import { type IpFamily, parseIpAddress } from '../network/ip-range';
import { isPort } from '../network/port';
import { privateRanges } from '../network/private-address';

/**
 * The fwmark that gluetun's WireGuard sockets carry (gluetun v3.41.3: its default, the same number as its routing table).
 * OpenVPN sets none by itself: give gluetun `OPENVPN_FLAGS="--mark 51820"`. Setting a mark takes NET_ADMIN, or NET_RAW
 * since Linux 5.17, which no container but gluetun and the guard has.
 */
export const tunnelMark = 51820;

/** A port of the Pod that private addresses may reach without the tunnel. Never the torrent port: it is for the tunnel. */
interface InboundPort {
  readonly protocol: 'tcp' | 'udp';
  /** 1 to 65535, on the Pod itself (a Service's targetPort). */
  readonly port: number;
}

/** One port of one host that the Pod reaches without the tunnel. */
interface OutboundHost {
  readonly protocol: 'tcp' | 'udp';
  /** A private address. */
  readonly address: string;
  /** 1 to 65535, as the Pod's own packets have it: of a Service its own port, not its Pods'. */
  readonly port: number;
}

export interface GuardOptions {
  /** gluetun's VPN_INTERFACE: `tun` or `wg`, then a number. The kernel allows 15 characters. */
  readonly tunnelInterface: string;
  /**
   * Only answers to connections that private addresses make to these ports leave outside the tunnel. Order and repeats
   * do not matter.
   */
  readonly inbound: readonly InboundPort[];
  /** What may be reached outside the tunnel, and nothing beside it. @default - nothing */
  readonly hosts?: readonly OutboundHost[];
}

/**
 * The guard's script, for `/bin/sh -c` in an init container that runs before gluetun, from gluetun's own image.
 * It sets a kill switch that does not depend on gluetun: what leaves by any interface but `lo` and the tunnel's is the
 * tunnel's own packets and answers to connections that private addresses made by that way. It ends with 0 only after it has read its
 * DROP policies back; then nothing opens them but NET_ADMIN in this Pod.
 *
 * The container needs NET_ADMIN, and NET_RAW too where only iptables-legacy works; it writes no file but /dev/xtables.lock.
 *
 * @throws Error when the interface may be more than a tunnel, or a port is not one
 */
export function guardScript(options: GuardOptions): string {
  const tunnel = parseTunnelInterface(options.tunnelInterface);
  const inbound = parseInbound(options.inbound);
  const { hosts = [] } = options;
  return `set -u
# This Pod's kill switch. It owns table mangle, whole: gluetun works in filter and nat, so nothing that gluetun does opens it.
rules() {
  cat <<'RULES'
*mangle
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT DROP [0:0]
:POSTROUTING DROP [0:0]
:podlock - [0:0]
# The connections to be answered are marked below, among those that come in from outside: not by the tunnel.
-A PREROUTING -i lo -j RETURN
-A PREROUTING -i ${tunnel} -j RETURN
# Both, because a NAT rule can still turn a packet to another interface after OUTPUT, never after POSTROUTING.
-A OUTPUT -j podlock
-A POSTROUTING -j podlock
# No name of an uplink here: every interface but these two is outside, also one that is added later.
-A podlock -o lo -j ACCEPT
-A podlock -o ${tunnel} -j ACCEPT
# The tunnel's own packets. Without NET_ADMIN or NET_RAW nobody sets this mark (${tunnelMark}).
-A podlock -m mark --mark 0x${tunnelMark.toString(16)} -j ACCEPT
# Answers to the connections marked above. A flow of the tunnel that lost its tunnel has no such mark.
-A podlock -m connmark --mark 0x1 -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT
RULES
  private=${privateRanges('IPv4').join(',')}
  if [ "$1" = ip6tables ]; then
    private=${privateRanges('IPv6').join(',')}
    # IPv6 finds its neighbours (135 asks, 136 answers) where IPv4 has ARP. No MLD, no IGMP: they tell which groups are joined.
    echo '-A podlock -p ipv6-icmp --icmpv6-type 135 -j ACCEPT'
    echo '-A podlock -p ipv6-icmp --icmpv6-type 136 -j ACCEPT'
${acceptHosts(hosts, 'IPv6')}${elseLines(acceptHosts(hosts, 'IPv4'))}  fi
  # An answer to a public address would show that address this network's own. A source is easily forged, so no port is safe.
${inbound.map((port) => `  echo "${markConnection(port)}"\n`).join('')}  # The policies do not hold while iptables-nft replaces its chains on a second run; a rule does.
  echo '-A podlock -j DROP'
  echo COMMIT
}

fail() {
  echo "guard: $1; nothing else of this Pod starts" >&2
  exit 1
}

holds() {
  for chain in FORWARD OUTPUT POSTROUTING; do
    "$1" -t mangle -S | grep -x -e "-P $chain DROP" >/dev/null || return 1
  done
}

# The whole table in one transaction, by the kind of iptables that works here, then what the kernel now holds.
lock() {
  for iptables in "$1" "$1-legacy"; do
    if rules "$1" | "$iptables-restore" && holds "$iptables"; then
      echo "guard: $iptables holds these rules:"
      "$iptables" -t mangle -S
      return
    fi
    echo "guard: $iptables did not set the rules" >&2
  done
  fail "no kill switch by $1 or $1-legacy, see above. Needed: capability NET_ADMIN (legacy: NET_RAW too); on the node the kernel modules nft_compat (legacy: \${1%s}_mangle), xt_mark, xt_connmark, xt_conntrack"
}

# Only a node's own network namespace has this file (net/core/sysctl_net_core.c): there, these rules would cut off the node.
[ ! -e /proc/sys/net/core/netdev_budget ] || fail "this is the node's own network: remove hostNetwork from the Pod"
# Where the root is read-only, /dev can still be written: iptables-legacy wants a lock file.
export XTABLES_LOCKFILE=/dev/xtables.lock
lock iptables
if [ -e /proc/net/if_inet6 ]; then
  lock ip6tables
elif [ -e /proc/net/dev ]; then
  echo 'guard: no IPv6 in this kernel (no /proc/net/if_inet6), so no rules for it'
else
  fail 'cannot tell whether there is IPv6: no /proc/net'
fi
`;
}

/** A name like `eth0` would open the uplink, and `tun+` stands for every name that begins with tun. */
function parseTunnelInterface(name: string): string {
  if (/^(tun|wg)\d{1,4}$/.test(name)) return name;
  throw new Error(
    `tunnelInterface: ${JSON.stringify(name)} is not the name of a tunnel; allowed: tun or wg, then a number, as in "tun0"`,
  );
}

function parseInbound(inbound: readonly InboundPort[]): readonly InboundPort[] {
  inbound.forEach(({ protocol, port }, index) => {
    if (protocol !== 'tcp' && protocol !== 'udp') {
      throw new Error(`inbound[${index}].protocol: ${JSON.stringify(protocol)} is neither "tcp" nor "udp"`);
    }
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Error(`inbound[${index}].port: ${JSON.stringify(port)} is not a port; allowed: 1 to 65535`);
    }
  });
  const ports = new Map(inbound.map((port) => [markConnection(port), port]));
  return [...ports.values()].sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

function markConnection({ protocol, port }: InboundPort): string {
  return `-A PREROUTING -s $private -p ${protocol} --dport ${port} -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1`;
}

/** Each is one address, one protocol and one port. The guard's last rule drops the rest. */
function acceptHosts(hosts: readonly OutboundHost[], family: IpFamily): string {
  const rules = hosts.flatMap(({ protocol, address, port }) => {
    const { family: own, text } = parseIpAddress(address);
    if (!isPort(port)) throw new Error(`hosts: ${JSON.stringify(port)} is not a port; allowed: 1 to 65535`);
    const range = `${text}/${own === 'IPv4' ? 32 : 128}`;
    return own === family ? [`-A podlock -d ${range} -p ${protocol} --dport ${port} -j ACCEPT`] : [];
  });
  const words = '# Opened by the declaration: these hosts are reached without the tunnel, each at one port.';
  return rules.length === 0
    ? ''
    : [words, ...rules.map((rule) => `echo '${rule}'`)].map((line) => `    ${line}\n`).join('');
}

function elseLines(lines: string): string {
  return lines === '' ? '' : `  else\n${lines}`;
}
