import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: 'variables.containers.all(c, c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0))',
    message: 'a port is open on the node (hostPort), where peers see the home address',
  },
  {
    expression: [
      "variables.settings.filter(e, e.name == 'FIREWALL_INPUT_PORTS').all(i, !has(i.valueFrom) &&",
      "  i.?value.orValue('').split(',').all(p, p.trim() == '' ||",
      "    !variables.settings.exists(e, e.name == 'FIREWALL_VPN_INPUT_PORTS' &&",
      "      e.?value.orValue('').split(',').exists(v, v.trim() == p.trim()))))",
    ].join('\n'),
    message: "FIREWALL_INPUT_PORTS opens the torrent port on the Pod's own interface, beside the tunnel",
  },
];
