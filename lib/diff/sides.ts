import type { ManifestDocument } from '../manifest/document';
import { groupBy } from '../manifest/group-by';
import { indexOf, type ManifestIndex } from '../manifest/manifest-index';
import { type Workload, workloadOf } from '../manifest/workload';

/** All that is compared: what becomes of an object can depend on the others. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

interface Side {
  readonly index: ManifestIndex;
  /** By namespace; '' where the manifest states none. */
  readonly workloads: ReadonlyMap<string, readonly Workload[]>;
}

export function sideOf(documents: readonly ManifestDocument[]): Side {
  const workloads = documents.flatMap((document) => workloadOf(document) ?? []);
  return { index: indexOf(documents), workloads: groupBy(workloads, ({ reference }) => reference.namespace ?? '') };
}
