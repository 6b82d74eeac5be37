import type { AdmissionRule } from '../lock';

/** qBittorrent's own names for it, in its file and in the variables of home-operations' image. */
const setting = String.raw`Session(\\\\|__)Interface(Name|Address)?[ "]*=[ "]*`;

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      // tunnel-metrics is told which interface to look at, and binds nobody.
      "variables.clients.filter(c, c.name != 'tunnel-metrics').exists(c,",
      "  c.?env.orValue([]).exists(e, e.?value.orValue('').contains(variables.tunnel)) ||",
      '  (c.?command.orValue([]) + c.?args.orValue([])).exists(w, w.contains(variables.tunnel)))',
    ].join('\n'),
    message: 'nothing in the Pod tells a client to use the tunnel interface only',
  },
  {
    expression: [
      "variables.clients.all(c, c.?env.orValue([]).all(e, (e.name + '=' + e.?value.orValue('')).split('\\n').all(l,",
      `  !l.matches('${setting}[^ "]') || l.matches('${setting}' + variables.tunnel + '($|[^0-9])'))))`,
    ].join('\n'),
    message: 'a client is bound to another interface than the tunnel, and then listens on every interface',
  },
];
