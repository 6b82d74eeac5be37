import type { AdmissionRule } from '../lock';

const removal = 'rule (d|del|delete|flush) ';

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      "(object.kind == 'Pod' ? 1",
      "  : object.kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.?parallelism.orValue(1)",
      "  : object.kind == 'Job' ? dyn(object).spec.?parallelism.orValue(1)",
      '  : dyn(object).spec.?replicas.orValue(1)) <= 1 ||',
      // What was there before the policy can be scaled down.
      "(request.operation == 'UPDATE' && has(dyn(object).spec.replicas) &&",
      '  dyn(object).spec.replicas <= dyn(oldObject).spec.?replicas.orValue(1))',
    ].join('\n'),
    message: 'more than one Pod would run at once, with the same keys and the same port',
    over: 'workload',
  },
  {
    expression: [
      "object.kind != 'Deployment' || dyn(object).spec.?strategy.?type.orValue('') == 'Recreate' ||",
      "(request.operation == 'UPDATE' && dyn(object).spec.?strategy == dyn(oldObject).spec.?strategy)",
    ].join('\n'),
    message: 'strategy RollingUpdate runs the old and the new Pod at once; use Recreate',
    over: 'workload',
  },
  {
    expression: "object.kind != 'DaemonSet'",
    message: 'a DaemonSet runs one Pod on every node, all with the same keys',
  },
  {
    expression: 'variables.gluetun.all(g, !has(g.livenessProbe))',
    message: 'a liveness probe kills gluetun while it repairs the tunnel by itself',
  },
  {
    expression: [
      'variables.gluetun.size() == 0 || (',
      `  variables.gluetunScript.split('gluetun-entrypoint')[0].matches('ip (-4 )?${removal}') &&`,
      `  variables.gluetunScript.split('gluetun-entrypoint')[0].matches('ip -6 ${removal}') &&`,
      // At the first start there is nothing to remove, and `ip` fails.
      "  (!variables.gluetunScript.matches('(?m)^-[a-z]*e[a-z]*$|set -[a-z]*e') ||",
      `    variables.gluetunScript.split('\\n').all(l, !l.matches('ip (-[46] )?${removal}') || l.contains('||'))))`,
    ].join('\n'),
    message:
      "gluetun's command does not remove the ip rules (IPv4 and IPv6) that an abrupt exit leaves, so it cannot start again",
  },
];
