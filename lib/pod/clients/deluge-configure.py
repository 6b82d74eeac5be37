# Writes the settings that hold this Pod's locks into core.conf and web.conf, before deluged and deluge-web start: they
# rewrite the files while they run. The rest of existing files stays as it is.
import json, os, re, shutil, stat, sys

FOLDER = '/config'
SECRET = '/run/secrets/webui/password-sha1'


def refuse(message):
    print(message, file=sys.stderr)
    sys.exit(1)


def read(path, version):
    """Deluge's files are two JSON values in a row: the format's version, and the settings."""
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        return version, {}
    # Whoever took over the client could leave a link here, to have another file written, or a pipe, to stop the Pod.
    if not stat.S_ISREG(kind):
        refuse(f'{path} is not what Deluge makes there: move it away')
    try:
        with open(path, encoding='utf-8') as file:
            text = file.read(8 << 20).strip()
        decoder = json.JSONDecoder()
        head, end = decoder.raw_decode(text)
        body, end = decoder.raw_decode(text[end:].lstrip())
        if isinstance(head, dict) and isinstance(body, dict):
            return head, body
    except (ValueError, RecursionError):
        pass
    print(f'{path} cannot be read as settings of Deluge: it is kept as {path}.unreadable', file=sys.stderr)
    remove(path + '.unreadable')
    os.rename(path, path + '.unreadable')
    return version, {}


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)


def write(path, head, body):
    new = path + '.podlock'
    remove(new)
    # Indented as Deluge does: linuxserver's start scripts find the ports by grep.
    text = json.dumps(head, indent=4, sort_keys=True) + json.dumps(body, indent=4, sort_keys=True)
    try:
        with open(new, 'x', encoding='utf-8') as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if os.environ.get('OWNER'):
            user, group = map(int, os.environ['OWNER'].split(':'))
            os.chown(new, user, group, follow_symlinks=False)
        os.rename(new, path)
    except OSError as error:
        remove(new)
        refuse(f'could not write {new} whole ({error.strerror}): is the volume of /config full?')
    # Deluge takes the copy where the file is unreadable, and a copy of before would undo what is set here.
    remove(path + '.bak')


os.umask(0o077)
with open(SECRET, encoding='utf-8') as file:
    hashed = re.fullmatch(r'([0-9a-f]{40}):([0-9a-f]{40})\s*', file.read())
if hashed is None:
    refuse('the key password-sha1 of the Secret is not SALT:HASH; make it with: npx podlock webui-password --client deluge')
settings = json.loads(os.environ['SETTINGS'])

path = os.path.join(FOLDER, 'core.conf')
head, body = read(path, {'file': 1, 'format': 1})
write(path, head, {**(body or json.loads(os.environ['DEFAULTS'])), **settings['core']})

path = os.path.join(FOLDER, 'web.conf')
head, body = read(path, {'file': 2, 'format': 1})
login = {'pwd_salt': hashed[1], 'pwd_sha1': hashed[2], 'first_login': False, 'sessions': {}}
write(path, head, {**body, **settings['web'], **login})
print(f"Deluge uses {settings['core'].get('listen_interface', 'any interface')} only")
