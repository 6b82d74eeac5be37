import type { ManifestDocument } from './document';
import type { PodContainer } from './pod-container';
import type { Workload } from './workload';

/** A workload whose Pods run gluetun. */
export interface VpnPod {
  readonly workload: Workload;
  readonly document: ManifestDocument;
  /** Every container in the order in which the kubelet starts them. */
  readonly containers: readonly PodContainer[];
  readonly gluetun: PodContainer;
}
