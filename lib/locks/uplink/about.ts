import type { Explanation } from '../lock';

export const about = {
  id: 'uplink',
  leak: "Packets leave by the Pod's own interface: to other Pods, the kubelet and cluster DNS, and those of live flows while the tunnel restarts.",
  severity: 'leak',
  remedy:
    "Run an init container before gluetun that sets policy DROP in table mangle, chain OUTPUT, for IPv4 and IPv6, and accepts there only the tunnel's own packets and answers to connections that private addresses made by another interface.",
  story:
    "With gluetun v3.41's own firewall, a client was measured to reach the kubelet on the CNI gateway, another Pod of its node (which saw the Pod's own address) and CoreDNS, because gluetun accepts new connections to eth0's subnet. It also accepts ESTABLISHED on every interface: 8 restarts of the VPN let 20 packets of live flows out beside the tunnel. And when one bad line kept v3.41.3 from setting its firewall, it fell back to ACCEPT: a web server saw the node's own address for 16 s. With a guard it saw nothing, then the VPN's address.",
  example: `initContainers:
  - name: guard # before gluetun
    image: docker.io/qmcgaw/gluetun:v3.41.3
    securityContext:
      runAsUser: 0
      allowPrivilegeEscalation: false
      capabilities: { drop: [ALL], add: [NET_ADMIN] }
    command:
      - /bin/sh
      - -ec
      - |
        iptables -t mangle -P OUTPUT DROP
        iptables -t mangle -A OUTPUT -o lo -j ACCEPT
        iptables -t mangle -A OUTPUT -o tun0 -j ACCEPT
        iptables -t mangle -A OUTPUT -o eth0 -m mark --mark 0xca6c -j ACCEPT
        iptables -t mangle -A PREROUTING -i eth0 -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1
        iptables -t mangle -A OUTPUT -o eth0 -m connmark --mark 0x1 -m conntrack --ctstate ESTABLISHED,RELATED --ctdir REPLY -j ACCEPT
        ip6tables -t mangle -P OUTPUT DROP
        ip6tables -t mangle -A OUTPUT -o lo -j ACCEPT
        ip6tables -t mangle -A OUTPUT -o tun0 -j ACCEPT
        ip6tables -t mangle -A OUTPUT -o eth0 -m mark --mark 0xca6c -j ACCEPT
        ip6tables -t mangle -A OUTPUT -o eth0 -p ipv6-icmp --icmpv6-type 135 -j ACCEPT
        ip6tables -t mangle -A OUTPUT -o eth0 -p ipv6-icmp --icmpv6-type 136 -j ACCEPT`,
} satisfies Explanation;
