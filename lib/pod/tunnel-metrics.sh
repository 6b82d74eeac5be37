# Tells Prometheus about the tunnel, by what every container of the Pod can see: no key, no control server.
set -u
interface=$TUNNEL_INTERFACE
device=/sys/class/net/$interface

# metric NAME TYPE HELP [LABELS] VALUE
metric() {
  printf '# HELP %s %s\n# TYPE %s %s\n' "$1" "$3" "$1" "$2"
  if [ $# -eq 5 ]; then printf '%s{%s} %s\n' "$1" "$4" "$5"; else printf '%s %s\n' "$1" "$4"; fi
}

# A whole number out of a file, 0 where there is none.
number() {
  value=$(cat "$1" 2>/dev/null)
  case $value in '' | *[!0-9]*) value=0 ;; esac
  echo "$value"
}

# Sockets of all containers: they share one network namespace. State 0A listens; 0100007F is 127.0.0.1.
listens() {
  hex=$(printf '%04X' "$1")
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port="$hex" '$4 == "0A" && $2 ~ ":" port "$" && $2 !~ /^0100007F:/ { found = 1 } END { print found + 0 }'
}

# gluetun's health server says 200 while the tunnel works (gluetun v3.41.3, HEALTH_SERVER_ADDRESS).
healthy() {
  printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 2 127.0.0.1 9999 2>/dev/null | head -n 1 | grep -q '^HTTP/1.[01] 200 '
}

metrics() {
  up=0
  healthy && up=1
  metric podlock_tunnel_up gauge "Whether gluetun's health server calls the tunnel healthy." "$up"
  metric podlock_tunnel_ifindex gauge 'The number of the tunnel interface: another one after each restart, 0 without one.' "$(number "$device/ifindex")"
  metric podlock_tunnel_receive_bytes_total counter 'Bytes that came in by the tunnel interface; from 0 again after a restart.' "$(number "$device/statistics/rx_bytes")"
  metric podlock_tunnel_transmit_bytes_total counter 'Bytes that left by the tunnel interface; from 0 again after a restart.' "$(number "$device/statistics/tx_bytes")"
  if [ "$TORRENT_PORT" != none ]; then
    port=$TORRENT_PORT
    [ "$port" != dynamic ] || port=$(number "$FORWARDED_PORT_FILE")
    metric podlock_torrent_port gauge 'The port that is forwarded to the client, 0 without one.' "$port"
    metric podlock_torrent_port_listening gauge 'Whether a program of the Pod listens on that port.' "$([ "$port" -gt 0 ] && listens "$port" || echo 0)"
  fi
  if [ -n "${ADDRESS_FILE:-}" ]; then
    address=$(head -n 1 "$ADDRESS_FILE" 2>/dev/null | tr -cd '0-9a-fA-F.:')
    [ -z "$address" ] || metric podlock_public_address_info gauge "The address that the internet sees, as gluetun asked for it through the tunnel." "address=\"$address\"" 1
  fi
  echo '# HELP podlock_lock_loosened Whether the declaration loosens a lock, with a reason.'
  echo '# TYPE podlock_lock_loosened gauge'
  for lock in $LOOSENED_LOCKS; do echo "podlock_lock_loosened{lock=\"$lock\"} 1"; done
}

answer() {
  # What is asked does not matter, but an answer before the question ends would reset the connection.
  lines=0
  while [ $lines -lt 40 ] && IFS= read -r -t 2 line; do
    case $line in '' | "$(printf '\r')") break ;; esac
    lines=$((lines + 1))
  done
  body=$(metrics)
  printf 'HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n' $((${#body} + 1)) "$body"
}

# nc runs this script again for each connection, one after the other.
if [ "${1:-}" = answer ]; then
  answer
  exit
fi
trap 'exit 0' TERM INT
echo "metrics of $interface at port $METRICS_PORT"
while :; do
  nc -l -p "$METRICS_PORT" -e /bin/sh -c "$SCRIPT" tunnel-metrics answer &
  wait $! || sleep 1
done
