import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: '!variables.podSpec.?hostNetwork.orValue(false)',
    message: "the Pod is on its node's network (hostNetwork)",
  },
  {
    expression: 'variables.gluetun.size() == 1',
    message:
      'no container is called gluetun: in this namespace every Pod has a tunnel of its own, whatever else it runs',
  },
  {
    expression: "variables.podSpec.?containers.orValue([]).exists(c, c.name != 'gluetun')",
    message: 'gluetun is alone in its Pod: nothing shares its network',
  },
];
