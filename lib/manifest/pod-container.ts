import type { Path } from './document';
import type { Environment } from './environment';
import { type Fields, fieldsOf, isFields, itemsOf, textOf } from './plain-value';
import type { Workload } from './workload';

/**
 * When a container runs.
 * - `init`: alone, to its end, before what follows it.
 * - `sidecar`: an init container with restartPolicy Always; what follows waits for its startup probe.
 * - `main`: after every init container, beside the other main containers.
 * - `ephemeral`: put into a running Pod by `kubectl debug`.
 */
export type ContainerPhase = 'init' | 'sidecar' | 'main' | 'ephemeral';

export interface PodContainer {
  readonly name: string;
  readonly phase: ContainerPhase;
  readonly path: Path;
  readonly fields: Fields;
  /** @default - empty text where the manifest leaves it out */
  readonly image: string;
  readonly environment: Environment;
}
