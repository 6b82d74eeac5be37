import { ValueError } from '../network/value-error';

/**
 * Top folders of a node that belong to the system: who writes there owns the node, or reads what belongs to others.
 * The rest of the top (`/mnt`, `/srv`, `/tank`, …) is where people put their disks.
 */
const SYSTEM_TOPS =
  /^(?:bin|boot|dev|efi|etc|initrd.*|lib|lib32|lib64|libx32|lost\+found|nix|ostree|proc|root|run|sbin|selinux|snap|swap.*|sys|sysroot|tmp|usr|vmlinuz.*)$/;

/** Of `/var` only what no system uses: the rest is the state of packages, containers, logins and jobs. */
const DATA_BELOW_VAR =
  /^(?:data|downloads|media|mnt|nfs|srv|storage|lib\/(?:data|downloads|media|qbittorrent|torrents))$/;

/** Software of the node, its container runtime and storage drivers, below `/opt`. */
const SYSTEM_BELOW_OPT =
  /^(?:calico|cilium|cni|containerd|docker|etc|k0s|k3s|kube.*|local-path-provisioner|longhorn|rancher|rke2)$/;

/** Where shells and loaders look for programs. */
const PROGRAMS = /^(?:s?bin|lib|lib64|snap)$/;

/** Without the characters that mount options, YAML readers and people trip over. */
const ABSOLUTE = /^\/[^\p{Cc}:\\]*$/u;
/** In characters, of any path. */
export const LONGEST_PATH = 1024;

/**
 * The path of an NFS export: absolute, in its shortest form.
 * @throws ValueError
 */
export function parseAbsolutePath(value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_PATH || !ABSOLUTE.test(value)) {
    throw new ValueError(value, 'is not an absolute path: allowed are such as "/srv/downloads", without ":" and "\\"');
  }
  const parts = value.split('/').slice(1);
  if (parts.includes('..')) throw new ValueError(value, 'leaves its folder by "..": allowed are paths without it');
  const shortest = `/${parts.filter((part) => part !== '' && part !== '.').join('/')}`;
  if (value !== shortest) throw new ValueError(value, 'is not in its shortest form', shortest);
  return value;
}

/**
 * A folder of the node that the client may own: nothing of the system, nobody's home, settings or programs.
 * @throws ValueError
 */
export function parseHostPath(value: unknown): string {
  const path = parseAbsolutePath(value);
  const parts = path.slice(1).split('/');
  const problem = parts.some((part) => part.startsWith('.')) ? TAKES_SETTINGS : problemOf(parts);
  if (problem !== undefined) throw new ValueError(path, `${problem}; allowed are such as "/srv/downloads"`);
  return path;
}

const TAKES_THE_NODE = 'is part of the system: the client could take over the node';
const TAKES_THE_ACCOUNT = "holds a user's login files or programs: the client could take over the account";
const TAKES_SETTINGS = 'is or lies in a hidden folder, where programs keep their settings and keys';

function problemOf([top = '', ...below]: readonly string[]): string | undefined {
  switch (top) {
    case 'home':
      return isOwnFolder(below) ? undefined : TAKES_THE_ACCOUNT;
    case 'opt':
      return isSoftware(below) ? TAKES_THE_NODE : undefined;
    case 'var':
      // Where the root of the system is read-only, /home is a link to /var/home.
      if (below[0] === 'home') return problemOf(below);
      return isData(below) ? undefined : TAKES_THE_NODE;
    default:
      return top === '' || SYSTEM_TOPS.test(top) ? TAKES_THE_NODE : undefined;
  }
}

/** A folder below a user's home, not the home itself. */
function isOwnFolder([user, folder]: readonly string[]): boolean {
  return user !== undefined && folder !== undefined && !PROGRAMS.test(folder);
}

function isSoftware(below: readonly string[]): boolean {
  const [owner] = below;
  return owner === undefined || SYSTEM_BELOW_OPT.test(owner) || below.some((part) => PROGRAMS.test(part));
}

function isData(below: readonly string[]): boolean {
  return [1, 2].some((depth) => DATA_BELOW_VAR.test(below.slice(0, depth).join('/')));
}

/**
 * A folder of a repository, relative to its root.
 * @throws ValueError
 */
export function parseRepositoryFolder(value: unknown): string {
  const problem = 'is not a folder of the repository: allowed are such as "dist" and "clusters/home"';
  if (typeof value !== 'string' || !/^[\w.-]+(\/[\w.-]+)*$/.test(value) || value.length > LONGEST_PATH) {
    throw new ValueError(value, problem);
  }
  if (value.split('/').some((part) => /^\.+$/.test(part) || part === '.git')) throw new ValueError(value, problem);
  return value;
}
