import type { SecretSource } from '../secret-source';
import type { Variables } from './assignment';

/** What gluetun is told beside the tunnel itself, parsed. */
export interface GluetunSettings {
  /** Without any secret and without the paths of secrets. */
  readonly variables: Variables;
  /** What gluetun reads from further Secrets. */
  readonly files: readonly SecretFile[];
  readonly proxies: readonly GluetunProxy[];
  /** Why names are asked for in plain text; `undefined`: they are not. */
  readonly plainDns: string | undefined;
  /** OpenVPN's own options, without the mark that the guard asks for. */
  readonly openvpnFlags: readonly string[];
}

/** One key of a Secret, and the variable that tells gluetun the path at which it is mounted. */
export interface SecretFile {
  readonly secret: SecretSource;
  /** Where `secret` stands in the declaration, below `gluetun`. */
  readonly place: readonly string[];
  readonly variable: string;
  readonly key: string;
}

/** A proxy of gluetun into the tunnel. */
export interface GluetunProxy {
  /** Also the name of its port. */
  readonly what: 'http-proxy' | 'shadowsocks';
  readonly port: number;
  /** Why others than this Pod's containers may use it; `undefined`: they may not. */
  readonly because: string | undefined;
}

/** The protocols that a proxy listens for. */
export function proxyProtocols({ what }: GluetunProxy): readonly ('TCP' | 'UDP')[] {
  return what === 'shadowsocks' ? ['TCP', 'UDP'] : ['TCP'];
}

/** The proxies that others than this Pod's containers may use. */
export function exposedProxies({ proxies }: GluetunSettings): readonly GluetunProxy[] {
  return proxies.filter(({ because }) => because !== undefined);
}
