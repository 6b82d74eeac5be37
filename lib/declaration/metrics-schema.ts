import { parsePort } from '../network/port';
import { ValueError } from '../network/value-error';
import { labelsSchema } from './labels-schema';
import { leaf, strictObject } from './leaf';
import { METRICS_PORT, type Metrics } from './metrics';

/** What Prometheus is told about a Pod. */
export const metricsSchema = strictObject({
  /**
   * The port at which a container of its own tells of the tunnel. Private addresses may ask; nobody needs a password.
   * @default 9713
   */
  port: leaf<number>('a port', parsePort).default(METRICS_PORT),
  /**
   * A PodMonitor, which the Prometheus Operator must know: for the tunnel and every companion with `metrics`.
   * @default - none is written
   */
  podMonitor: strictObject({
    /** Labels by which the Prometheus of the cluster selects it, such as `release`. */
    labels: labelsSchema.default({}),
  }).optional(),
  /**
   * A PrometheusRule, which the Prometheus Operator must know: tunnel down, torrent port closed, lock loosened.
   * @default - none is written
   */
  alerts: strictObject({
    /** Labels by which the Prometheus of the cluster selects it, such as `release`. */
    labels: labelsSchema.default({}),
    /**
     * Where Prometheus has the home's own address, from a router or a dynamic DNS client: a series and the label with
     * the address. Podlock then also tells the tunnel's public address, and Prometheus compares.
     * @default - nothing is compared: neither the Pod nor this repository need know where you live
     */
    homeAddress: strictObject({
      /** The name of the series. */
      series: leaf<string>('the name of a series', (value) => parseWith(SERIES, value, 'a series')),
      /** The label that holds the address. */
      label: leaf<string>('the name of a label', (value) => parseWith(LABEL, value, 'a label of Prometheus')),
    }).optional(),
  }).optional(),
}).transform(
  ({ alerts, podMonitor, port }): Metrics => ({
    port,
    podMonitor,
    alerts: alerts === undefined ? undefined : { labels: alerts.labels, homeAddress: alerts.homeAddress },
  }),
);

const SERIES = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/;

function parseWith(pattern: RegExp, value: unknown, what: string): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new ValueError(value, `is not the name of ${what}: allowed are letters, digits and "_", no digit first`);
}
