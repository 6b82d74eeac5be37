# Writes the settings that hold this Pod's locks into settings.json, before transmission-daemon starts: it rewrites the
# file at its end. The rest of an existing file stays as it is.
set -eu
umask 077
file=/config/settings.json
new=$file.podlock

password=$(cat /run/secrets/webui/password-ssha1)
if ! printf '%s' "$password" | grep -qxE '[{][0-9a-f]{40}.{8}'; then
  echo "the key password-ssha1 of the Secret is not a hash of Transmission's; make it with: npx podlock webui-password --client transmission" >&2
  exit 1
fi
command -v jq >/dev/null || { echo "this image has no jq, which linuxserver's has: settings.json cannot be edited safely" >&2; exit 1; }

# Whoever took over the client could leave a link here, to have another file written, or a pipe, to stop the Pod.
if [ -L "$file" ] || { [ -e "$file" ] && [ ! -f "$file" ]; }; then
  echo "$file is not what Transmission makes there: move it away" >&2
  exit 1
fi
rm -rf "$new"
[ -e "$file" ] || printf '%s\n' "$DEFAULTS" >"$file"
if ! whole=$(jq 'type == "object"' "$file" 2>/dev/null) || [ "$whole" != true ]; then
  echo "$file is not a JSON object: it is kept as settings.json.unreadable, and the settings begin anew" >&2
  rm -rf "$file.unreadable"
  mv "$file" "$file.unreadable"
  printf '%s\n' "$DEFAULTS" >"$file"
fi

# Transmission 4.1 spells its keys with _, before it with -, and reads both: the old file's go in either spelling, and
# ours are written in both. jq keeps one of keys that stand twice.
jq --argjson ours "$SETTINGS" --arg password "$password" '
  def spelled: gsub("-"; "_") | ascii_downcase;
  ($ours + {"rpc-password": $password}) as $set
  | ($set | keys | map(spelled)) as $names
  | with_entries(select(.key | spelled | IN($names[]) | not))
  + $set + ($set | with_entries(.key |= spelled))
' "$file" >"$new"
# A full disk must not cost the settings: the new file is used only if it arrived whole.
if [ "$(jq --argjson ours "$SETTINGS" '. as $all | $ours | to_entries | all(.value == $all[.key])' "$new")" != true ]; then
  rm -f "$new"
  echo "could not write $new whole: is the volume of /config full?" >&2
  exit 1
fi
mv "$new" "$file"
echo "Transmission takes its settings from Podlock, the address from the tunnel at its start"
