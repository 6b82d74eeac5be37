# Rules of a drill in the Pod's network, by gluetun's NET_ADMIN. $1: count, silence, read or remove.
# They only count, or drop what comes in: nothing that this script sets can let a packet out.
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
chain=podlock-drill
tunnel=$2

remove() {
  for program in iptables ip6tables; do
    command -v $program >/dev/null || continue
    while $program -t mangle -D POSTROUTING -j $chain 2>/dev/null; do :; done
    $program -t mangle -F $chain 2>/dev/null
    $program -t mangle -X $chain 2>/dev/null
  done
  while iptables -t raw -D PREROUTING -i eth0 -p udp -m comment --comment $chain -j DROP 2>/dev/null; do :; done
  iptables-save | grep -q "$chain" && exit 1
  exit 0
}

# What has passed every chain of OUTPUT and is not the tunnel's, nor an answer of this Pod's own address.
count() {
  for program in iptables ip6tables; do
    command -v $program >/dev/null || continue
    [ $program = iptables ] || [ -e /proc/net/if_inet6 ] || continue
    $program -t mangle -N $chain || exit 1
    $program -t mangle -A $chain -o lo -j RETURN || exit 1
    $program -t mangle -A $chain -o "$tunnel" -j RETURN || exit 1
    $program -t mangle -A $chain -m mark --mark 0xca6c -j RETURN || exit 1
    if [ $program = iptables ]; then
      own=$(ip -4 -o addr show dev eth0 | sed 's/.* inet \([0-9.]*\).*/\1/' | head -n 1)
      iptables -t mangle -A $chain -s "$own" -m conntrack --ctdir REPLY -j RETURN || exit 1
    else
      ip6tables -t mangle -A $chain -p ipv6-icmp -j RETURN || exit 1
      ip6tables -t mangle -A $chain -m conntrack --ctdir REPLY -j RETURN || exit 1
    fi
    $program -t mangle -A $chain -m comment --comment passed || exit 1
    $program -t mangle -I POSTROUTING 1 -j $chain || exit 1
  done
}

case $1 in
  count) count ;;
  # All UDP that comes in by eth0 is the endpoint's: the WebUI is TCP.
  silence) iptables -t raw -I PREROUTING 1 -i eth0 -p udp -m comment --comment $chain -j DROP ;;
  speak) iptables -t raw -D PREROUTING -i eth0 -p udp -m comment --comment $chain -j DROP ;;
  read)
    for program in iptables ip6tables; do
      command -v $program-save >/dev/null && $program-save -c -t mangle | grep -e '--comment passed' | sed 's/^\[\([0-9]*\):.*/passed \1/'
    done
    ;;
  remove) remove ;;
esac
