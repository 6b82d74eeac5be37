# Tries ways out of the Pod with whatever program is there, all at once; each has three seconds. Writes no file.
# Arguments in fours: a name, an address, a port, and the address or interface to leave by (empty: the default route).
# One line a try: name, program, exit code, and what the program said, apart by tabs.
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
has() { command -v "$1" >/dev/null 2>&1; }
say() { printf '@@\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$(printf %s "$4" | tr '\n\t' '  ' | cut -c 1-300)"; }

connect() {
  case $2 in *:*) url="http://[$2]:$3/" ;; *) url="http://$2:$3/" ;; esac
  if has curl; then
    out=$(curl -sv -o /dev/null --noproxy '*' -m 5 --connect-timeout 3 ${4:+--interface "$4"} -w 'connected after %{time_connect}' "$url" 2>&1)
    say "$1" curl $? "$(printf %s "$out" | grep -E 'fail|unreachable|refused|timed out|bind|connected after')"
  elif has python3; then
    out=$(python3 -c '
import socket, sys
host, port, by = sys.argv[1:4]
s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
s.settimeout(3)
if by in [name for _, name in socket.if_nameindex()]: s.setsockopt(socket.SOL_SOCKET, 25, by.encode())
elif by: s.bind((by, 0))
s.connect((host, int(port)))' "$2" "$3" "$4" 2>&1)
    say "$1" python3 $? "$(printf %s "$out" | tail -n 1)"
  elif [ -n "$4" ] && [ -e "/sys/class/net/$4" ]; then
    say "$1" none 127 'no program that binds to an interface (curl, python3)'
  elif has nc; then
    out=$(nc -w 3 ${4:+-s "$4"} "$2" "$3" </dev/null 2>&1 >/dev/null)
    say "$1" nc $? "$out"
  elif has bash && has timeout && [ -z "$4" ]; then
    out=$(timeout 3 bash -c "exec 3<>/dev/tcp/$2/$3" 2>&1)
    say "$1" bash $? "$out"
  else
    say "$1" none 127 'no program that connects (curl, python3, nc, bash)'
  fi
}

fetch() {
  if has curl; then
    out=$(curl -sS --noproxy '*' -m 8 "$1" 2>&1); say ask curl $? "$out"
  elif has wget; then
    out=$(wget -q -T 8 -O - "$1" 2>&1); say ask wget $? "$out"
  else
    say ask none 127 'no program that fetches (curl, wget)'
  fi
}

# gluetun's control server: whoever shares the Pod's loopback can ask it. The question changes nothing.
control() {
  if has curl; then
    out=$(curl -s -o /dev/null --noproxy '*' -m 3 -w '%{http_code}' http://127.0.0.1:8000/v1/vpn/status 2>&1); say control curl $? "$out"
  elif has wget; then
    out=$(wget -T 3 -S -O /dev/null http://127.0.0.1:8000/v1/vpn/status 2>&1); say control wget $? "$out"
  else
    say control none 127 'no program that fetches (curl, wget)'
  fi
}

# A frame past iptables needs a socket of this kind. arping sends no more than the question who has an address.
frame() {
  if has python3; then
    out=$(python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)' 2>&1); say frame python3 $? "$(printf %s "$out" | tail -n 1)"
  elif has arping; then
    out=$(arping -c 1 -w 1 -I "$1" "$2" 2>&1); say frame arping $? "$out"
  else
    say frame none 127 'no program that opens such a socket (python3, arping)'
  fi
}

resolve() {
  if has nslookup; then out=$(nslookup "$1" 2>&1); say resolve nslookup $? "$out"
  elif has getent; then out=$(getent hosts "$1" 2>&1); say resolve getent $? "$out"
  else say resolve none 127 'no program that asks for a name (nslookup, getent)'; fi
}

url=$1 device=$2 gateway=$3 question=$4
shift 4
[ -z "$url" ] || fetch "$url" &
[ -z "$device" ] || frame "$device" "$gateway" &
[ -z "$question" ] || { resolve "$question"; } &
[ -z "$question" ] || { control; } &
while [ $# -ge 4 ]; do
  connect "$1" "$2" "$3" "$4" &
  shift 4
done
wait
