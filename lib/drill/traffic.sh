# A live UDP flow of the client, up to 200 packets a second, for $3 seconds. It ends by itself.
PATH=$PATH:/usr/bin:/bin
end=$(($(date +%s) + $3))
if command -v bash >/dev/null; then
  # A read that waits in vain is a sleep that starts no program; to 127.0.0.1:9 nothing is sent.
  exec bash -c 'exec 3<>"/dev/udp/$1/$2" 4<>/dev/udp/127.0.0.1/9; while [ $SECONDS -lt "$3" ]; do echo flow >&3; read -rt 0.005 -u 4; done' podlock-flow "$1" "$2" "$3" 2>/dev/null
elif command -v python3 >/dev/null; then
  exec python3 -c '# podlock-flow
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect((sys.argv[1], int(sys.argv[2])))
while time.time() < float(sys.argv[3]):
    try: s.send(b"flow")
    except OSError: pass
    time.sleep(0.005)' "$1" "$2" "$end"
elif command -v nc >/dev/null; then
  while [ "$(date +%s)" -lt "$end" ]; do echo flow; sleep 0.1 2>/dev/null || sleep 1; done | nc -u "$1" "$2" >/dev/null 2>&1
else
  exit 127
fi
