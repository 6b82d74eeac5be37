/** The part of a lock that the API server can hold. */
export interface AdmissionRule {
  /** CEL with the variables of variables.ts, and `object`, `oldObject` and `request`. True when the lock is closed. */
  readonly expression: string;
  /** What is wrong when it is false: lower case, no final period. */
  readonly message: string;
  /**
   * What it judges.
   * - `pod`: a Pod's spec, wherever it stands. An update that leaves it as it was is not judged, so that what was there
   *   before the policy can still be scaled down.
   * - `workload`: the object that makes Pods, and its subresource `scale`.
   * @default 'pod'
   */
  readonly over?: 'pod' | 'workload';
}

/** One thing that the API server refuses in a namespace. */
export interface NamespaceRule extends AdmissionRule {
  /** The id of the lock that is open when the expression is false. */
  readonly lock: string;
}

/** The rules of locks, in their order: of several that are broken the API server names the first. */
export function namespaceRules(
  locks: readonly { readonly about: { readonly id: string }; readonly admission: readonly AdmissionRule[] }[],
): readonly NamespaceRule[] {
  return locks.flatMap(({ about, admission }) => admission.map((rule) => ({ lock: about.id, ...rule })));
}
