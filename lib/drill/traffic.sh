# A live UDP flow of the client, some 20 packets a second, for $3 seconds. It ends by itself.
PATH=$PATH:/usr/bin:/bin
end=$(($(date +%s) + $3))
if command -v bash >/dev/null; then
  exec bash -c 'exec 3<>"/dev/udp/$1/$2"; while [ "$(date +%s)" -lt "$3" ]; do echo flow >&3; sleep 0.05; done' flow "$1" "$2" "$end" 2>/dev/null
elif command -v python3 >/dev/null; then
  exec python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect((sys.argv[1], int(sys.argv[2])))
while time.time() < float(sys.argv[3]):
    try: s.send(b"flow")
    except OSError: pass
    time.sleep(0.05)' "$1" "$2" "$end"
elif command -v nc >/dev/null; then
  while [ "$(date +%s)" -lt "$end" ]; do echo flow; sleep 0.1 2>/dev/null || sleep 1; done | nc -u "$1" "$2" >/dev/null 2>&1
else
  exit 127
fi
