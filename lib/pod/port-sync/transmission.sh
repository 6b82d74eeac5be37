# Transmission's RPC. User and password go by standard input: they stand in no process's arguments or environment.
rpc() {
  printf 'user = "admin:%s"\n' "$(sed 's/[\\"]/\\&/g' "$PASSWORD_FILE")" |
    curl -sf --max-time 10 -K - -H "X-Transmission-Session-Id: $(cat /tmp/session 2>/dev/null)" -d "$1" "http://127.0.0.1:$WEBUI_PORT/transmission/rpc"
}
# It answers 409 with the id of the session, against pages of other sites.
login() {
  printf 'user = "admin:%s"\n' "$(sed 's/[\\"]/\\&/g' "$PASSWORD_FILE")" |
    curl -s --max-time 10 -K - -D - -o /dev/null "http://127.0.0.1:$WEBUI_PORT/transmission/rpc" |
    tr -d '\r' | sed -n 's/^[Xx]-[Tt]ransmission-[Ss]ession-[Ii]d: //p' | grep -xE '[A-Za-z0-9]{1,100}' >/tmp/session
}
current() {
  rpc '{"method":"session-get","arguments":{"fields":["peer-port"]}}' |
    sed -n 's/.*"peer-port": *\([0-9]*\).*/\1/p' | grep .
}
# Its address is that of the tunnel at its start, and no call changes it: where the tunnel comes back with another one,
# the liveness probe starts the client again.
tell() {
  rpc "{\"method\":\"session-set\",\"arguments\":{\"peer-port\":$1,\"peer-port-random-on-start\":false,\"port-forwarding-enabled\":false}}" |
    grep -q '"result": *"success"'
}
announce() {
  rpc '{"method":"torrent-reannounce"}' | grep -q '"result": *"success"'
}
