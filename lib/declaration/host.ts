/** A host that the Pod reaches without the tunnel: one address, one protocol, one port. */
export interface Host {
  /** What programs of the Pod call it. */
  readonly names: readonly string[];
  /** Where they find it: a Service's cluster IP, or an address of the home network. */
  readonly address: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** What stands behind a Service, where enforcers of NetworkPolicies look; `undefined` outside the cluster. */
  readonly backend: Backend | undefined;
  readonly because: string;
}

interface Backend {
  readonly namespace: string;
  /** Labels that its Pods have. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The port that its Pods listen on: the Service's targetPort, as a number. */
  readonly targetPort: number;
}

/** The address as a range of one. */
export function singleAddress(address: string): string {
  return address.includes(':') ? `${address}/128` : `${address}/32`;
}
