import { ValueError } from '../network/value-error';

/** Folders of the node whose writer owns the node, or can read what belongs to others on it. */
const SYSTEM_FOLDERS = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/opt/cni',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/cni',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/lib/k0s',
  '/var/lib/kubelet',
  '/var/lib/rancher',
  '/var/lib/systemd',
  '/var/log',
  '/var/run',
  '/var/snap',
  '/var/spool',
];

/** Without the characters that mount options, YAML readers and people trip over. */
const ABSOLUTE = /^\/[^\p{Cc}:\\]*$/u;
const LONGEST_PATH = 1024;

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
 * A folder of the node that the client may own: no part of the system, no ancestor of one, nobody's home.
 * @throws ValueError
 */
export function parseHostPath(value: unknown): string {
  const path = parseAbsolutePath(value);
  const system = path === '/' ? '/' : SYSTEM_FOLDERS.find((folder) => contains(folder, path) || contains(path, folder));
  if (system !== undefined) {
    const relation = contains(system, path) ? 'is part of the system' : `holds ${system}, which is part of the system`;
    throw new ValueError(
      path,
      `${relation}: the client could take over the node; allowed are such as "/srv/downloads"`,
    );
  }
  if (/^\/home(\/[^/]+)?$/.test(path) || path.split('/').includes('.ssh')) {
    throw new ValueError(
      path,
      "holds a user's login files: the client could take over the account; take a folder below",
    );
  }
  return path;
}

/** Whether `inner` is `outer` or lies below it. */
export function contains(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
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
  if (value.split('/').some((part) => part === '..' || part === '.')) throw new ValueError(value, problem);
  return value;
}
