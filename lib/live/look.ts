import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, ContainerPlace } from './cluster';
import { ClusterError, endsEverything } from './cluster-error';
import { type Netfilter, readNetfilter } from './netfilter';
import { type Seen, seen, unseen } from './seen';
import { type ListeningSocket, readAddress, readSockets } from './sockets';

/** The credentials of a process, as /proc/PID/status tells them. */
export interface Credentials {
  readonly user: number;
  /** Bit masks of capabilities (capabilities(7)). */
  readonly effective: bigint;
  readonly bounding: bigint;
  readonly noNewPrivileges: boolean;
}

/** What was seen from inside of one container. */
export interface ContainerLook {
  /** The kernel's name of the network namespace: `net:[4026532563]`. */
  readonly network: string;
  /** Whether that is the node's own network. */
  readonly isNodeNetwork: boolean;
  readonly firstProcess: string;
  /** Of the container's first process, and of what is started by exec. */
  readonly credentials: readonly Credentials[];
  /** Where something is mounted. */
  readonly mounts: readonly string[];
  /** Names of environment variables; never a value. */
  readonly variables: readonly string[];
  /** `10.43.0.1:443`, where the kubelet tells the API server's address. */
  readonly apiServer: string | undefined;
  /** Files of a service-account token. */
  readonly tokens: readonly string[];
  readonly nameservers: readonly string[];
  readonly interfaces: ReadonlyMap<string, number>;
  readonly hasIpv6: boolean;
  /** The default route beside the tunnel. */
  readonly uplink: { readonly device: string; readonly gateway: string } | undefined;
  readonly sockets: readonly ListeningSocket[];
  /** `eth0 10.42.0.7/24`. Empty where the container has no program `ip`. */
  readonly addresses: readonly string[];
  /** Lines of `ip rule` and `ip -6 rule`. */
  readonly rules: readonly string[];
  readonly rules6: readonly string[];
}

/** What gluetun's container alone can tell. */
export interface GluetunLook extends ContainerLook {
  readonly netfilter: Seen<Netfilter>;
  /** The address of the VPN server as gluetun found it out. */
  readonly publicAddress: string | undefined;
  readonly forwardedPort: string | undefined;
  readonly isHealthy: boolean;
}

const script = readFileSync(join(__dirname, 'look.sh'), 'utf8');
const seconds = 20;

/** Looks at a container from inside. */
export async function lookInto(cluster: Cluster, place: ContainerPlace): Promise<Seen<ContainerLook>> {
  const sections = await run(cluster, place, []);
  return sections.kind === 'seen' ? seen(readLook(sections.value)) : sections;
}

/** Looks at gluetun's container, and by its NET_ADMIN at the rules of the Pod's network. */
export async function lookIntoGluetun(cluster: Cluster, place: ContainerPlace): Promise<Seen<GluetunLook>> {
  const found = await run(cluster, place, ['rules']);
  if (found.kind === 'unseen') return found;
  const sections = found.value;
  return seen({
    ...readLook(sections),
    netfilter: netfilterOf(sections),
    publicAddress: first(sections, 'gluetun-address'),
    forwardedPort: first(sections, 'forwarded-port'),
    isHealthy: lines(sections, 'health').includes('healthy'),
  });
}

type Sections = ReadonlyMap<string, readonly string[]>;

async function run(cluster: Cluster, place: ContainerPlace, args: readonly string[]): Promise<Seen<Sections>> {
  try {
    const { code, output, errors } = await cluster.exec(place, ['/bin/sh', '-c', script, 'look', ...args], seconds);
    const sections = sectionsOf(output);
    if (sections.has('end')) return seen(sections);
    return unseen(`the container ${place.container} did not answer as a shell does (exit ${code}: ${brief(errors)})`);
  } catch (error) {
    if (endsEverything(error) || !(error instanceof ClusterError)) throw error;
    return unseen(error.message);
  }
}

function brief(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, 120);
}

function sectionsOf(output: string): Sections {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of output.split('\n')) {
    if (line.startsWith('@@ ')) {
      current = [];
      sections.set(line.slice(3), current);
    } else if (line.trim() !== '') current.push(line);
  }
  return sections;
}

function lines(sections: Sections, name: string): readonly string[] {
  return sections.get(name) ?? [];
}

function first(sections: Sections, name: string): string | undefined {
  return lines(sections, name)[0]?.trim();
}

function readLook(sections: Sections): ContainerLook {
  const apiServer = first(sections, 'service-links') ?? ':';
  return {
    network: first(sections, 'network') ?? '',
    isNodeNetwork: first(sections, 'node-network') === 'yes',
    firstProcess: first(sections, 'first-process') ?? '',
    credentials: ['status', 'own-status'].flatMap((name) => credentialsOf(lines(sections, name)) ?? []),
    mounts: lines(sections, 'mounts').flatMap((line) => line.split(' ')[1] ?? []),
    variables: [...new Set([...lines(sections, 'environment'), ...lines(sections, 'first-environment')])].sort(),
    apiServer: apiServer.startsWith(':') ? undefined : apiServer,
    tokens: lines(sections, 'tokens').filter((line) => !line.endsWith(':')),
    nameservers: lines(sections, 'resolv-conf').flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []),
    interfaces: new Map(
      lines(sections, 'interfaces').map((line) => {
        const [name = '', index] = line.split(' ');
        return [name, Number(index)];
      }),
    ),
    hasIpv6: first(sections, 'ipv6') === 'yes',
    uplink: uplinkOf(lines(sections, 'routes')),
    sockets: (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((table) =>
      readSockets(table.startsWith('tcp') ? 'TCP' : 'UDP', lines(sections, `sockets-${table}`)),
    ),
    addresses: lines(sections, 'addresses').flatMap((line) => {
      const [, device, address] = /^\d+:\s+(\S+?)(?:@\S+)?\s+inet6?\s+(\S+)/.exec(line) ?? [];
      return device === undefined ? [] : [`${device} ${address}`];
    }),
    rules: lines(sections, 'rules'),
    rules6: lines(sections, 'rules-6'),
  };
}

function credentialsOf(status: readonly string[]): Credentials | undefined {
  const fields = new Map(status.map((line) => [line.split(':')[0], line.split(':')[1]?.trim() ?? '']));
  const [effective, bounding] = ['CapEff', 'CapBnd'].map((name) => fields.get(name));
  if (effective === undefined || bounding === undefined) return undefined;
  return {
    user: Number(fields.get('Uid')?.split(/\s+/)[0]),
    effective: BigInt(`0x${effective}`),
    bounding: BigInt(`0x${bounding}`),
    noNewPrivileges: fields.get('NoNewPrivs') === '1',
  };
}

/** /proc/net/route: interface, destination, gateway, each address in hexadecimal. */
function uplinkOf(routes: readonly string[]): ContainerLook['uplink'] {
  for (const line of routes) {
    const [device = '', destination, gateway = ''] = line.split(/\s+/);
    if (destination === '00000000' && gateway !== '00000000') return { device, gateway: readAddress(gateway) };
  }
  return undefined;
}

function netfilterOf(sections: Sections): Seen<Netfilter> {
  const saves = new Map<string, readonly string[]>();
  for (const [name, text] of sections) {
    if (name.startsWith('save ') && text.includes('# read')) saves.set(name.slice('save '.length), text);
  }
  if (saves.size === 0) return unseen("gluetun's container has no iptables-save that may read the rules");
  return seen(readNetfilter(saves));
}
