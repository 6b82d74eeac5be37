# Writes the settings that hold this Pod's locks into qBittorrent.conf, before qBittorrent starts:
# it rewrites the file while it runs. The rest of an existing file stays as it is.
set -eu
umask 077
file=/config/qBittorrent/qBittorrent.conf
new=$file.podlock

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
# Releases after 5.2 read the WebUI's settings from a section of their own.
settings=$(printf '%s\n[Preferences]\nWebUI\\Password_PBKDF2="@ByteArray(%s)"\n[WebUI]\nPassword_PBKDF2="@ByteArray(%s)"' "$SETTINGS" "$password" "$password")

# Whoever took over the client could leave a link here, to have another file written, or a pipe, to stop the Pod.
path=$file
while [ "$path" != /config ]; do
  if [ -L "$path" ] || { [ "$path" = "$file" ] && [ -e "$file" ] && [ ! -f "$file" ]; }; then
    echo "$path is not what qBittorrent makes there: move it away" >&2
    exit 1
  fi
  path=$(dirname "$path")
done
mkdir -p "$(dirname "$file")"
rm -rf "$new"
[ -e "$file" ] || printf '%s\n' "$DEFAULTS" >"$file"

# The old file without what is set here, in any spelling that qBittorrent's INI reader takes for the same key: it joins
# section and key, reads \ as /, decodes %XX, and goes on to the next line inside quotes. What is not plain goes.
tr '\r' '\n' <"$file" | tr -d '\000' | awk '
  function spelled(text) {
    gsub(/[[:space:]]*[\\\/]+[[:space:]]*/, "/", text)
    gsub(/^[[:space:]\/]+|[[:space:]\/]+$/, "", text)
    return tolower(text)
  }
  function plain(line) {
    if (index(section substr(line, 1, index(line, "=")), "%")) return 0
    gsub(/\\./, "", line)
    return line !~ /\\$/ && gsub(/"/, "", line) % 2 == 0
  }
  function parse(line) {
    key = ""
    if (line ~ /^\[/) {
      section = substr(line, 2)
      sub(/\].*$/, "", section)
      heading = "[" section "]"
      if (tolower(section) == "general") section = ""
      if (tolower(section) == "%general") section = "general"
    } else if (line !~ /^;/ && index(line, "=")) {
      key = spelled(section "/" substr(line, 1, index(line, "=") - 1))
    }
  }
  BEGIN {
    # Keys of old releases, which qBittorrent would bring over ours where the file says that they were not brought over yet.
    old = "[Preferences]\nConnection\\Interface=\nConnection\\InterfaceAddress=\nConnection\\InterfaceName=\nConnection\\PortRangeMin=\nConnection\\UPnP=\nGeneral\\UseRandomPort=\n[BitTorrent]\nSession\\UseRandomPort=\n"
    login = "[Preferences]\nWebUI\\Password_PBKDF2=\n[WebUI]\nPassword_PBKDF2="
    count = split(ENVIRON["SETTINGS"] "\n" old login, lines, "\n")
    for (i = 1; i <= count; i++) { parse(lines[i]); if (key != "") ours[key] = 1 }
    section = heading = ""
  }
  NR == 1 { sub(/^\357\273\277/, "") }
  { gsub(/^[[:space:]]+|[[:space:]]+$/, ""); parse($0) }
  key == "" || key in ours { next }
  !plain($0) { dropped++; next }
  { if (heading != "") { if (printed++) print ""; print heading; heading = "" } print }
  END { if (dropped) print dropped " lines of the old settings can be read in two ways and were left out" >"/dev/stderr" }
' >"$new"
printf '\n%s\n' "$settings" >>"$new"
# A full disk must not cost the settings: the new file is used only if its last line arrived.
if [ "$(tail -n 1 "$new")" != "$(printf '%s' "$settings" | tail -n 1)" ]; then
  rm -f "$new"
  echo "could not write $new whole: is the volume of /config full?" >&2
  exit 1
fi
if [ -n "${OWNER:-}" ]; then
  chown -h "$OWNER" "$new"
  path=$(dirname "$file")
  while [ "$path" != /config ]; do
    chown -h "$OWNER" "$path"
    path=$(dirname "$path")
  done
fi
mv "$new" "$file"
echo "qBittorrent uses $(printf '%s' "$SETTINGS" | grep InterfaceName= | cut -d= -f2) only"
