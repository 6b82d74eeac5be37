import { z } from 'zod';

/**
 * The part of the Prometheus Operator's types that Podlock writes, with their limits: github.com/prometheus-operator/
 * prometheus-operator/pkg/apis/monitoring v0.95.2 (v1/podmonitor_types.go, prometheusrule_types.go, types.go). Strict: a
 * field that is not here would have to be looked up there first.
 */
const duration = z
  .string()
  .regex(/^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/)
  .min(1);
const labels = z.record(z.string(), z.string());
const metadata = z.strictObject({ name: z.string().min(1), namespace: z.string().min(1), labels });

export const podMonitor = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PodMonitor'),
  metadata,
  spec: z.strictObject({
    selector: z.strictObject({ matchLabels: labels }),
    podMetricsEndpoints: z.array(z.strictObject({ port: z.string().min(1), interval: duration })).min(1),
  }),
});

export const prometheusRule = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PrometheusRule'),
  metadata,
  spec: z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string().min(1),
        rules: z.array(
          z.strictObject({
            alert: z.string().min(1),
            expr: z.string().min(1),
            for: duration,
            labels,
            annotations: labels,
          }),
        ),
      }),
    ),
  }),
});
