# Writes the settings that hold this Pod's locks into .rtorrent.rc, before rTorrent starts. The rest of an existing file
# stays as it is: it is a program of rTorrent's own language, and whoever writes it can do what rTorrent can.
set -eu
umask 077
file=/data/rtorrent/.rtorrent.rc
new=$file.podlock

hash=$(cat /run/secrets/webui/htpasswd)
if ! printf '%s' "$hash" | grep -qxE 'admin:[{]SSHA[}][A-Za-z0-9+/=]{32,}'; then
  echo "the key htpasswd of the Secret is not admin:{SSHA}…; make it with: npx podlock webui-password --client rtorrent" >&2
  exit 1
fi
mkdir -p /scratch/passwd
# ruTorrent, XML-RPC and WebDAV: without a password each of them is open to every container of the Pod.
for name in rutorrent rpc webdav; do printf '%s\n' "$hash" >"/scratch/passwd/$name.htpasswd"; done
chmod -R a+rX /scratch/passwd

# Whoever took over the client could leave a link here, to have another file written, or a pipe, to stop the Pod.
for path in /data/rtorrent "$file"; do
  if [ -L "$path" ] || { [ "$path" = "$file" ] && [ -e "$file" ] && [ ! -f "$file" ]; }; then
    echo "$path is not what rTorrent makes there: move it away" >&2
    exit 1
  fi
done
mkdir -p /data/rtorrent
rm -rf "$new"
[ -e "$file" ] || printf '%s\n' "$DEFAULTS" >"$file"
grep -vE '^[[:space:]]*(network\.(bind_address|local_address|port_range|port_random|port_open)|bind|ip|port_range|port_random|import|try_import)(\.[a-z0-9]+)*(\.set)?[[:space:]]*=' "$file" >"$new" || true
printf '%s\n' "$SETTINGS" >>"$new"
# A full disk must not cost the settings: the new file is used only if its last line arrived.
if [ "$(tail -n 1 "$new")" != "$(printf '%s' "$SETTINGS" | tail -n 1)" ]; then
  rm -f "$new"
  echo "could not write $new whole: is the volume of /data full?" >&2
  exit 1
fi
[ -z "${OWNER:-}" ] || chown -h "$OWNER" /data/rtorrent "$new"
mv "$new" "$file"
echo "rTorrent takes its address from the tunnel at its start"
