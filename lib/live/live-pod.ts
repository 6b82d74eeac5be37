import type { VpnPod } from '../manifest/vpn-pod';
import type { ContainerPlace } from './cluster';

/** What the kubelet says about one container. */
export interface ContainerStatus {
  readonly name: string;
  /** What really runs, by digest: `docker.io/qmcgaw/gluetun@sha256:…`. */
  readonly imageId: string;
  readonly isRunning: boolean;
  /** Whether its startup probe succeeded. */
  readonly isStarted: boolean;
  readonly restarts: number;
  /** When it started last, in milliseconds since 1970. @default - it does not run */
  readonly since: number | undefined;
}

/** Something of the cluster that this user may not read. */
export interface Unread {
  /** Such as `networkpolicies in downloads`. */
  readonly what: string;
  readonly why: string;
  /** The locks that cannot be judged whole without it. */
  readonly locks: readonly string[];
}

/** A BitTorrent client in a Pod without gluetun. */
export interface OutsideClient {
  readonly pod: string;
  readonly container: string;
}

/** A Pod with gluetun that is in the cluster now. */
export interface LivePod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  /** The node's address, as the Pod's status has it. */
  readonly nodeAddress: string;
  /** The Pod's own addresses, IPv4 first. */
  readonly addresses: readonly string[];
  /** The Pod as it runs, inside the object that made it, with its policies and Services beside it: what the checks read. */
  readonly vpnPod: VpnPod;
  readonly statuses: ReadonlyMap<string, ContainerStatus>;
  /** How many Pods of the same owner are there now, this one included. */
  readonly siblings: number;
  /** BitTorrent clients that run in other Pods of the namespace, without gluetun. */
  readonly outside: readonly OutsideClient[];
  readonly unread: readonly Unread[];
}

/** A container of the Pod. */
export function placeIn({ namespace, name }: LivePod, container: string): ContainerPlace {
  return { namespace, pod: name, container };
}
