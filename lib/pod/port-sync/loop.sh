# Tells the client the port that peers connect to, and makes it listen again after gluetun made the tunnel anew. Both it
# repeats for a client that was started again. Before this stand the client's own words: login, current, tell, announce.
set -u
umask 077
# The first process of a container is not ended by a signal that it does not know.
trap 'exit 0' TERM INT

say() {
  [ "$1" = "${said:-}" ] || echo "port-sync: $1"
  said=$1
}

command -v curl >/dev/null || { say 'this image has no curl, which the images that Podlock is designed for have'; exit 1; }

# One number, or a list of numbers with the one to use first; whatever else stands there is no port.
forwarded() {
  list=$(head -c 200 "$STATUS_FILE" 2>/dev/null | tr ', ' '\n\n')
  [ -n "$list" ] || return 1
  if printf '%s\n' "$list" | grep -qvxE '[1-9][0-9]{0,4}'; then
    say "what gluetun wrote is no port, and the client keeps its own"
    return 1
  fi
  port=$(printf '%s\n' "$list" | head -n 1)
  [ "$port" -le 65535 ] || { say "$port is no port, and the client keeps its own"; return 1; }
  case " $TAKEN " in *" $port "*) say "port $port is taken in this Pod, and the client keeps its own"; return 1 ;; esac
}

# The first tunnel is the one that the client found at its start. A tunnel made anew has another number.
tunnel() { cat "/sys/class/net/$TUNNEL/ifindex" 2>/dev/null; }
told=$(tunnel)
wait=0
# Whether the trackers are still to be told of the last change: the next look does it, when the client listens.
owed=

while :; do
  # Waited for in the background, so that the Pod does not wait for it when it ends.
  sleep "$((PERIOD + wait))" &
  wait $!
  wait=0
  index=$(tunnel) || continue
  if [ -n "${STATUS_FILE:-}" ]; then forwarded || continue; else port=$PORT; fi
  if ! now=$(current) && { ! login || ! now=$(current); }; then
    if curl -s --max-time 5 -o /dev/null "http://127.0.0.1:$WEBUI_PORT/"; then
      say 'the client refuses the password of the Secret'
      # qBittorrent shuts out, for an hour, who tries a wrong password five times.
      wait=$LOGIN_WAIT
    else
      say 'the client does not answer'
    fi
    continue
  fi
  if [ "$now" = "$port" ] && [ "$index" = "$told" ]; then
    [ -z "$owed" ] || ! announce || owed=
    continue
  fi
  if tell "$port" && [ "$(current)" = "$port" ]; then
    say "the client listens on port $port of $TUNNEL ($index)"
    told=$index
    # For the client's liveness probe, which starts it again where nobody else makes it listen.
    echo "$index" >"$SEEN.new" && mv -f "$SEEN.new" "$SEEN"
    owed=yes
  else
    say "the client did not take port $port"
  fi
done
