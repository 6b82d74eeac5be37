# Writes the settings that hold this Pod's locks into qBittorrent.conf, before qBittorrent starts:
# it rewrites the file while it runs. The rest of an existing file stays as it is.
set -eu
umask 077
file=/config/qBittorrent/qBittorrent.conf
new=$file.podlock

# s6-overlay demands a /run that belongs to its own user, which no volume's root folder does.
mkdir -p /scratch/run /scratch/tmp
chmod 755 /scratch/run

password=$(cat /run/secrets/webui/password-pbkdf2)
case $password in
  *[!A-Za-z0-9+/=:]* | :* | *: | '' | *:*:*) password= ;;
  *:*) ;;
  *) password= ;;
esac
if [ -z "$password" ]; then
  echo "the key password-pbkdf2 of the Secret is not SALT:HASH in base64; make it with: npx podlock webui-password" >&2
  exit 1
fi
settings=$(printf '%s\n[Preferences]\nWebUI\\Password_PBKDF2="@ByteArray(%s)"' "$SETTINGS" "$password")

mkdir -p /config/qBittorrent
rm -rf "$new"
[ -e "$file" ] || [ -L "$file" ] || printf '%s\n' "$DEFAULTS" >"$file"
# Whoever took over the client could leave a pipe here, to stop the Pod, or a link, to have another file read as root.
if [ -L "$file" ] || [ ! -f "$file" ]; then
  echo "$file is not a plain file: move it away" >&2
  exit 1
fi

# Every key that is set here is taken out wherever it stands, then all are written at the end,
# where they win over any other spelling. Old lines may end in \r; a section without lines goes.
printf '%s\n' "$settings" | awk '
  function spelled(key) { gsub("/", "\\", key); sub(/[ \t]+$/, "", key); return key }
  FNR == 1 { section = "" }
  { sub(/\r$/, "") }
  /^\[.*\]$/ { section = $0; if (FILENAME == "-") next; heading = $0; next }
  FILENAME == "-" { ours[section, spelled(substr($0, 1, index($0, "=") - 1))] = 1; next }
  index($0, "=") && (section, spelled(substr($0, 1, index($0, "=") - 1))) in ours { next }
  $0 == "" { next }
  { if (heading != "") { if (printed++) print ""; print heading; heading = "" } print }
' - "$file" >"$new"
printf '\n%s\n' "$settings" >>"$new"
# A full disk must not cost the settings: the new file is used only if its last line arrived.
if [ "$(tail -n 1 "$new")" != "$(printf '%s' "$settings" | tail -n 1)" ]; then
  rm -f "$new"
  echo "could not write $new whole: is the volume of /config full?" >&2
  exit 1
fi
[ -z "${OWNER:-}" ] || chown -h "$OWNER" /config/qBittorrent "$new"
mv "$new" "$file"
echo "qBittorrent uses $(printf '%s' "$SETTINGS" | grep InterfaceName= | cut -d= -f2) only"
