import { posix } from 'node:path';

/** Files that say nothing about the node but its time. */
const timeFiles = new Set(['/etc/localtime', '/etc/timezone', '/usr/share/zoneinfo']);

/** Folders that hold a node's programs, its settings, its devices, its processes. */
const systemFolders =
  /^\/(?:bin|sbin|lib\w*|usr|boot|etc|dev|proc|sys|run|root|nix|snap|sysroot)(?:\/|$)|^\/(?:home|opt|var)?$/;

/** Folders below those that hold data too. */
const systemParts =
  /^\/opt\/(?:bin|cni|containerd|local-path-provisioner|rke2|k3s)(?:\/|$)|^\/var\/(?:lib$|lib\/(?:kubelet|rancher|containerd|containers|docker|cni|crio|etcd|k0s|dpkg|rpm|systemd|cloud|longhorn|calico|cilium)(?:\/|$)|run(?:\/|$)|log(?:\/|$)|spool(?:\/|$)|tmp(?:\/|$))/;

/** A person's folder as a whole, with its keys, and the folders in it that hold settings and programs. */
const homeFolders = /^\/home\/[^/]+(?:$|\/\.)/;

/** Whether who can write at a path of the node, or read it, can take over the node. */
export function ownsNode(hostPath: string, readOnly: boolean): boolean {
  const path = posix.normalize(`/${hostPath}`).replace(/(?<=.)\/$/, '');
  if (timeFiles.has(path)) return false;
  if (readOnly && /^\/lib\/modules(?:\/|$)/.test(path)) return false;
  return [systemFolders, systemParts, homeFolders].some((folders) => folders.test(path));
}

/** The device that a tunnel needs, and nobody else. */
export function isTunnelDevice(hostPath: string): boolean {
  return posix.normalize(hostPath) === '/dev/net/tun';
}

/**
 * Whether a path of the node is a socket, by its type or its name: whoever listens there has the node's network, and a
 * mount for reading only does not keep anyone from connecting.
 */
export function isSocket(hostPath: string, type: string | undefined): boolean {
  return type === 'Socket' || /\.sock(?:et)?\/*$/.test(hostPath);
}
