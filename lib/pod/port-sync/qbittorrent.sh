# qBittorrent's WebUI API (api/v2). The password goes by standard input, the session by a file: neither stands in a
# process's arguments or environment.
api() {
  path=$1
  shift
  curl -sf --max-time 10 -b /tmp/session -c /tmp/session -H "Referer: http://127.0.0.1:$WEBUI_PORT" "$@" "http://127.0.0.1:$WEBUI_PORT/api/v2/$path"
}
login() {
  printf %s "$(cat "$PASSWORD_FILE")" |
    api auth/login -o /dev/null --data-urlencode username=admin --data-urlencode password@-
}
current() {
  api app/preferences | sed -n 's/.*"listen_port": *\([0-9]*\).*/\1/p' | grep .
}
set_preferences() {
  api app/setPreferences -o /dev/null --data-urlencode "json=$1"
}
# It only listens again when the value is another one: so first another, on an interface where nobody is heard.
tell() {
  other=$((40000 + $1 % 20000))
  [ "$other" != "$1" ] || other=$((other + 1))
  set_preferences "{\"current_network_interface\":\"lo\",\"current_interface_name\":\"lo\",\"listen_port\":$other}" &&
    set_preferences "{\"current_network_interface\":\"$TUNNEL\",\"current_interface_name\":\"$TUNNEL\",\"current_interface_address\":\"\",\"listen_port\":$1,\"random_port\":false,\"upnp\":false}"
}
announce() {
  api torrents/reannounce -o /dev/null -d hashes=all
}
