import { PodMonitor } from '../../imports/prometheus-pod-monitor';
import {
  PrometheusRuleSpecGroupsRulesExpr as Expression,
  PrometheusRule,
  type PrometheusRuleSpecGroupsRules,
} from '../../imports/prometheus-rule';
import type { HomeAddress, Metrics } from '../declaration/metrics';
import type { KubernetesObject } from '../manifest/kubernetes';

/** A Pod whose metrics are collected. */
interface Monitored {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  /** The name of the containers' port. */
  readonly port: string;
}

/** What the Prometheus Operator is told about a Pod, as far as the declaration asks for it. */
export function prometheusObjects(metrics: Metrics, pod: Monitored): readonly KubernetesObject[] {
  const { podMonitor, alerts } = metrics;
  return [
    ...(podMonitor === undefined ? [] : [monitor(pod, podMonitor.labels)]),
    ...(alerts === undefined ? [] : [rules(pod, alerts.labels, alerts.homeAddress)]),
  ];
}

function monitor(pod: Monitored, labels: Readonly<Record<string, string>>): KubernetesObject {
  const { name, namespace, selector, port } = pod;
  return PodMonitor.manifest({
    metadata: { name, namespace, labels: { ...pod.labels, ...labels } },
    spec: { selector: { matchLabels: selector }, podMetricsEndpoints: [{ port, interval: '30s' }] },
  });
}

function rules(
  pod: Monitored,
  labels: Readonly<Record<string, string>>,
  homeAddress: HomeAddress | undefined,
): KubernetesObject {
  const { name, namespace } = pod;
  const group = { name: `podlock ${namespace}/${name}`, rules: alertsOf(pod, homeAddress) };
  return PrometheusRule.manifest({
    metadata: { name, namespace, labels: { ...pod.labels, ...labels } },
    spec: { groups: [group] },
  });
}

function alertsOf({ name, namespace }: Monitored, homeAddress: HomeAddress | undefined) {
  // The Prometheus Operator names a job after its PodMonitor.
  const from = `{job="${namespace}/${name}"}`;
  const which = `${namespace}/${name}`;
  return [
    alert('PodlockTunnelDown', `podlock_tunnel_up${from} == 0`, '3m', {
      severity: 'warning',
      summary: `The tunnel of ${which} is down. Nothing gets past it; torrents stand still.`,
    }),
    alert('PodlockMetricsMissing', `absent(podlock_tunnel_up${from})`, '10m', {
      severity: 'warning',
      summary: `Nothing is heard of the tunnel of ${which}.`,
    }),
    alert(
      'PodlockTorrentPortClosed',
      `podlock_torrent_port_listening${from} == 0 and podlock_tunnel_up${from} == 1`,
      '5m',
      {
        severity: 'warning',
        summary: `No program of ${which} listens on the forwarded port, or none is forwarded: peers cannot connect.`,
      },
    ),
    alert('PodlockLockLoosened', `podlock_lock_loosened${from} == 1`, '1m', {
      severity: 'info',
      summary: `The declaration of ${which} loosens the lock {{ $labels.lock }}.`,
    }),
    ...(homeAddress === undefined
      ? []
      : [
          alert(
            'PodlockAddressIsHome',
            `podlock_public_address_info${from} and on (address) ${addressOf(homeAddress)}`,
            '1m',
            {
              severity: 'critical',
              summary: `The tunnel of ${which} comes out at home: the internet sees {{ $labels.address }}.`,
            },
          ),
        ]),
  ];
}

function addressOf({ label, series }: HomeAddress): string {
  return label === 'address' ? series : `label_replace(${series}, "address", "$1", "${label}", "(.+)")`;
}

function alert(
  name: string,
  expr: string,
  forAtLeast: string,
  { severity, summary }: { severity: string; summary: string },
): PrometheusRuleSpecGroupsRules {
  return {
    alert: name,
    expr: Expression.fromString(expr),
    for: forAtLeast,
    labels: { severity },
    annotations: { summary },
  };
}
