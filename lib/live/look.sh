# What one container of the Pod sees. Reads, and changes nothing. $1 is "rules" where netfilter is to be read too.
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
section() { echo "@@ $1"; }
# Names of variables, never values. A value may have many lines.
names() { tr '\n\0' ' \n' <"$1" | sed 's/=.*//'; }
# busybox knows an `ip` of its own, which its shell prefers to the program.
for ip in /sbin/ip /usr/sbin/ip /bin/ip /usr/bin/ip ''; do [ -x "$ip" ] && break; done

section network; readlink /proc/self/ns/net
section node-network; [ ! -e /proc/sys/net/core/netdev_budget ] || echo yes
section first-process; cat /proc/1/comm
section status; cat /proc/1/status
section own-status; cat /proc/self/status
section mounts; cat /proc/mounts
section environment; names /proc/self/environ
section first-environment; names /proc/1/environ
section service-links; echo "${KUBERNETES_SERVICE_HOST:-}:${KUBERNETES_SERVICE_PORT:-}"
section tokens; ls /var/run/secrets/kubernetes.io/serviceaccount /run/secrets/kubernetes.io/serviceaccount 2>/dev/null
section resolv-conf; cat /etc/resolv.conf
section interfaces; for each in /sys/class/net/*; do echo "${each##*/} $(cat "$each/ifindex" 2>/dev/null)"; done
section ipv6; [ -e /proc/net/if_inet6 ] && { echo yes; cat /proc/net/if_inet6; }
section routes; cat /proc/net/route
for table in tcp tcp6 udp udp6; do section "sockets-$table"; cat "/proc/net/$table" 2>/dev/null; done
[ -n "$ip" ] || { [ ! -e /bin/busybox ] || ip='/bin/busybox ip'; }
if [ -n "$ip" ]; then
  section addresses; $ip -o addr
  section rules; $ip rule
  section rules-6; $ip -6 rule
fi
if [ "${1:-}" = rules ]; then
  section gluetun-address; cat /tmp/gluetun/ip
  section forwarded-port; cat /tmp/gluetun/forwarded_port
  section health; /gluetun-entrypoint healthcheck && echo healthy
  for program in iptables ip6tables; do
    for kind in '' -legacy; do
      command -v "$program$kind-save" >/dev/null || continue
      section "save $program$kind"; "$program$kind-save" -c && echo '# read'
    done
  done
fi
section end
