/** Where a Pod tells of its tunnel, unless its declaration says another port. */
export const METRICS_PORT = 9713;

/** What Prometheus is told about a Pod. */
export interface Metrics {
  /** The port of the Pod at which gluetun's state is told. */
  readonly port: number;
  /** `undefined`: no PodMonitor is written. */
  readonly podMonitor: { readonly labels: Readonly<Record<string, string>> } | undefined;
  /** `undefined`: no PrometheusRule is written. */
  readonly alerts: Alerts | undefined;
}

interface Alerts {
  readonly labels: Readonly<Record<string, string>>;
  /** The series of the home's own address; `undefined`: nothing is compared with it. */
  readonly homeAddress: HomeAddress | undefined;
}

export interface HomeAddress {
  /** The name of a series that exists once for each address. */
  readonly series: string;
  /** The label that holds the address. */
  readonly label: string;
}
