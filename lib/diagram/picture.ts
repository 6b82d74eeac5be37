import type { CheckReport } from '../check/check-sources';
import { type Finding, formatObject } from '../check/finding';
import type { ManifestDocument } from '../manifest/document';
import { formatPort, isolationOf } from '../manifest/network-policy';
import type { PodContainer } from '../manifest/pod-container';
import { clientsOf } from '../manifest/torrent-client';
import { findVpnPods, type VpnPod } from '../manifest/vpn-pod';
import { type Way, ways } from './ways';

/** `loosened`: open on purpose, with a reason. Only `closed` stops anything. */
export type LockState = 'closed' | 'open' | 'loosened' | 'unknown';

/** One lock of a Pod, as a picture shows it. */
export interface PicturedLock {
  readonly id: string;
  readonly state: LockState;
  /** Why it is loosened. */
  readonly because?: string;
}

/**
 * What a way comes to.
 * - `shut`: every lock in it is closed.
 * - `held`: not every one, but one at least.
 * - `open`: none is closed, and one certainly open.
 * - `unknown`: none is closed as far as anyone can tell.
 */
export type WayState = 'shut' | 'held' | 'open' | 'unknown';

/** One way past the tunnel, as a picture shows it. */
export interface PicturedWay extends Pick<Way, 'direction' | 'text'> {
  readonly state: WayState;
  readonly locks: readonly PicturedLock[];
}

/** What a container is to the tunnel. */
export interface PicturedContainer {
  readonly name: string;
  readonly role: string;
}

/** Everything that the drawing of one Pod shows: plain data, which something else than a check may make too. */
export interface PodPicture {
  /** Such as `Deployment downloads/qbittorrent`. */
  readonly title: string;
  /** In the order in which the kubelet starts them. */
  readonly containers: readonly PicturedContainer[];
  /** What may leave by eth0, in a few words. */
  readonly tunnel: string;
  readonly ways: readonly PicturedWay[];
}

/**
 * A picture of every workload that a check was about: what it found, way by way. Pure; never throws.
 *
 * @param report of those documents, as `checkSources` returns it
 */
export function picturesOf(documents: readonly ManifestDocument[], report: Checked): PodPicture[] {
  const pods = new Map(findVpnPods(documents).map((pod) => [formatObject(pod.workload.reference), pod]));
  const titles = [...new Set(report.workloads.map(formatObject))];
  return titles.map((title) => {
    const findings = report.findings.filter(({ object }) => formatObject(object) === title);
    const pod = pods.get(title);
    if (pod === undefined) return { title, ...withoutGluetun, ways: picturedWays(findings, 'unknown') };
    const containers = pod.containers.map((container) => ({ name: container.name, role: roleOf(pod, container) }));
    return { title, containers, tunnel: tunnelOf(pod), ways: picturedWays(findings, 'closed') };
  });
}

type Checked = Pick<CheckReport, 'workloads' | 'findings'>;

/** Its containers are nobody's business: none of them has a tunnel, and no other lock was asked about. */
const withoutGluetun = { containers: [], tunnel: 'none: no container is gluetun' } as const;

/**
 * The ways of a Pod with these findings.
 *
 * @param silent what a lock without a finding is: `closed` if all locks were asked
 */
function picturedWays(findings: readonly Finding[], silent: 'closed' | 'unknown'): PicturedWay[] {
  return ways.map(({ direction, text, locks }) => {
    const pictured = locks.map((id) => lockOf(id, findings, silent));
    return { direction, text, state: wayStateOf(pictured), locks: pictured };
  });
}

function lockOf(id: string, findings: readonly Finding[], silent: 'closed' | 'unknown'): PicturedLock {
  const own = findings.filter(({ lock }) => lock === id);
  const counting = own.filter(({ suppressed }) => suppressed === undefined);
  if (counting.some(({ state }) => state === 'open')) return { id, state: 'open' };
  // Which check crashed stands in the message alone.
  const hasCrashed = findings.some(({ lock, message }) => lock === 'rule-crashed' && message.includes(`"${id}"`));
  if (counting.length > 0 || hasCrashed) return { id, state: 'unknown' };
  const because = own.at(0)?.suppressed?.because;
  return because === undefined ? { id, state: silent } : { id, state: 'loosened', because };
}

function wayStateOf(locks: readonly PicturedLock[]): WayState {
  const closed = locks.filter(({ state }) => state === 'closed').length;
  if (closed === locks.length) return 'shut';
  if (closed > 0) return 'held';
  return locks.some(({ state }) => state === 'unknown') ? 'unknown' : 'open';
}

const phases = {
  init: 'runs first, then ends',
  sidecar: 'native sidecar',
  main: 'beside gluetun',
  ephemeral: 'put in by kubectl debug',
} as const;

function roleOf(pod: VpnPod, container: PodContainer): string {
  if (container === pod.gluetun) return container.phase === 'sidecar' ? 'the tunnel' : 'nothing waits for it';
  return clientsOf(pod).includes(container) ? 'the client' : phases[container.phase];
}

const mostPorts = 3;

function tunnelOf(pod: VpnPod): string {
  const { policies, rules } = isolationOf(pod, 'Egress');
  if (policies.length === 0) return 'any port: no NetworkPolicy restricts it';
  const ports = [...new Set(rules.flatMap(({ ports: own }) => own?.map(formatPort) ?? ['every port']))];
  if (ports.length === 0) return 'no port: the NetworkPolicy allows none';
  const more = ports.length > mostPorts ? `, and ${ports.length - mostPorts} more` : '';
  return `${ports.slice(0, mostPorts).join(', ')}${more}`;
}
