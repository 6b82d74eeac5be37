/** One thing that the API server refuses in a namespace. */
export interface NamespaceRule {
  /** The id of the lock that is open when the expression is false. */
  readonly lock: string;
  /** CEL; true when the lock is closed. It may use the variables of variables.ts. */
  readonly expression: string;
  /** What is wrong when it is false: lower case, no final period. */
  readonly message: string;
  /**
   * - `pod`: a Pod's spec, wherever it stands. An update that leaves it as it was is not judged, so that what was there
   *   before the policy can still be scaled down, labelled and deleted.
   * - `workload`: the object that makes Pods, and its subresource `scale`.
   */
  readonly over: 'pod' | 'workload';
}
