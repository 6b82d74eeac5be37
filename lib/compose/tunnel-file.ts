import { posix } from 'node:path';
import type { Conversion } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import { ComposeError } from './problem';
import type { Service } from './service';
import { at, itemsOf, type Tree, textAt } from './tree';

/** What a provider's own configuration file says that is no secret. */
export interface TunnelFile {
  readonly addresses?: string;
  readonly address?: string;
  readonly port?: string;
  readonly publicKey?: string;
  readonly protocol?: string;
  readonly hasPresharedKey?: boolean;
}

/**
 * Reads the configuration file that gluetun has mounted, if it lies in the project's folder: wg0.conf for WireGuard, the
 * file of OPENVPN_CUSTOM_CONFIG for OpenVPN. Keys in it are not read out.
 */
export function tunnelFile(
  gluetun: Service,
  environment: GluetunEnvironment,
  conversion: Conversion,
): TunnelFile | undefined {
  const custom = environment.plain('OPENVPN_CUSTOM_CONFIG');
  const inside = custom ?? '/gluetun/wireguard/wg0.conf';
  const text = textOf(inside, gluetun, conversion);
  if (text === undefined) return undefined;
  return custom === undefined ? wireguardFile(text) : openvpnFile(text);
}

/** The text of a file of the container, if a mount brings it from the project's folder. */
export function textOf(
  path: string,
  { path: key, tree }: Service,
  { project: { files } }: Conversion,
): string | undefined {
  for (const volume of itemsOf(at(tree, 'volumes'))) {
    const file = fileBelow(volume, path);
    if (file === undefined || !files.isFile(file, files.folder)) continue;
    try {
      return files.readInside(file, files.folder, volume.place, `${key}.volumes`).text;
    } catch (error) {
      if (!(error instanceof ComposeError)) throw error;
    }
  }
  return undefined;
}

/** The file of the project that a path of the container is, by this mount. */
function fileBelow(volume: Tree, path: string): string | undefined {
  const [source, target] = [textAt(volume, 'source'), textAt(volume, 'target')];
  if (source === undefined || target === undefined || !source.startsWith('.')) return undefined;
  const below = posix.relative(target, path);
  return below.startsWith('..') ? undefined : posix.join(source, below);
}

function wireguardFile(text: string): TunnelFile {
  const value = (name: string) => new RegExp(`^\\s*${name}\\s*=\\s*(.+?)\\s*$`, 'im').exec(text)?.[1];
  const [, address, port] = /^\[?(.*?)\]?:(\d+)$/.exec(value('Endpoint') ?? '') ?? [];
  return defined({
    addresses: value('Address'),
    publicKey: value('PublicKey'),
    address,
    port,
    hasPresharedKey: value('PresharedKey') !== undefined,
  });
}

function openvpnFile(text: string): TunnelFile {
  const [, address, port, behind] = /^\s*remote\s+(\S+)(?:\s+(\d+))?(?:\s+(\S+))?/m.exec(text) ?? [];
  const protocol = behind ?? /^\s*proto\s+(\S+)/m.exec(text)?.[1];
  return defined({
    address,
    port,
    protocol: protocol?.startsWith('tcp') ? 'tcp' : protocol?.startsWith('udp') ? 'udp' : undefined,
  });
}

function defined(parts: { readonly [Key in keyof TunnelFile]: TunnelFile[Key] | undefined }): TunnelFile {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
