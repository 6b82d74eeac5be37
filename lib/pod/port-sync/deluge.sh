# The JSON-RPC of Deluge's WebUI, which passes calls on to the daemon. The password goes by standard input, the session
# by a file: neither stands in a process's arguments or environment.
call() {
  curl -sf --compressed --max-time 10 -b /tmp/session -c /tmp/session -H 'Content-Type: application/json' --data-binary @- "http://127.0.0.1:$WEBUI_PORT/json"
}
method() {
  printf '{"method":"%s","params":[%s],"id":1}' "$1" "$2" | call
}
login() {
  method auth.login "\"$(sed 's/[\\"]/\\&/g' "$PASSWORD_FILE")\"" | grep -q '"result": *true' || return 1
  method web.connected '' | grep -q '"result": *true' && return
  host=$(method web.get_hosts '' | grep -oE '"[0-9a-f]{32,40}"' | head -n 1)
  method web.connect "$host" | grep -q '"error": *null'
}
current() {
  method core.get_config_value '"listen_ports"' | sed -n 's/.*"result": *\[\([0-9]*\),.*/\1/p' | grep .
}
set_config() {
  method core.set_config "$1" | grep -q '"error": *null'
}
# It only listens again when the value is another one: so first another, on an interface where nobody is heard.
tell() {
  set_config "{\"listen_interface\":\"lo\",\"outgoing_interface\":\"$TUNNEL\"}" &&
    set_config "{\"listen_interface\":\"$TUNNEL\",\"listen_ports\":[$1,$1],\"random_port\":false}"
}
announce() {
  ids=$(method core.get_session_state '' | sed -n 's/.*"result": *\(\[[^]]*\]\).*/\1/p')
  [ -n "$ids" ] && method core.force_reannounce "$ids" | grep -q '"error": *null'
}
