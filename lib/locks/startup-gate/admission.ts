import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression:
      "variables.gluetun.all(g, g.?restartPolicy.orValue('') == 'Always' && variables.init.exists(c, c.name == 'gluetun'))",
    message:
      'gluetun is no native sidecar (an init container with restartPolicy Always), so nothing waits for the tunnel',
  },
  {
    expression:
      "variables.gluetun.all(g, g.?startupProbe.?exec.?command.orValue([]) == ['/gluetun-entrypoint', 'healthcheck'])",
    message: "gluetun's startup probe is not the command /gluetun-entrypoint healthcheck, which waits for the tunnel",
  },
  {
    expression: [
      'variables.gluetun.all(g, !has(g.startupProbe) ||',
      '  g.startupProbe.?initialDelaySeconds.orValue(0) +',
      '  g.startupProbe.?periodSeconds.orValue(10) * g.startupProbe.?failureThreshold.orValue(3) >= 60)',
    ].join('\n'),
    message: "gluetun's startup probe gives up in less than 60 seconds",
  },
  {
    expression: "variables.startOrder.size() == 0 || variables.startOrder[0] in ['guard', 'gluetun']",
    message: 'a container other than the guard runs before gluetun',
  },
];
