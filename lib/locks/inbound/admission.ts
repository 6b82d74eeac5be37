import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      'variables.gluetun.size() == 0 || (',
      "  variables.settings.exists(e, e.name == 'HTTP_CONTROL_SERVER_ADDRESS') &&",
      "  variables.settings.filter(e, e.name == 'HTTP_CONTROL_SERVER_ADDRESS').all(e,",
      "    e.?value.orValue('').matches('^(127[.]|\\\\[::1\\\\]|localhost)')))",
    ].join('\n'),
    message: "gluetun's control server listens on the Pod's address; set HTTP_CONTROL_SERVER_ADDRESS to 127.0.0.1:8000",
  },
  {
    expression: [
      'variables.gluetun.all(g,',
      "  g.?volumeMounts.orValue([]).exists(m, m.mountPath.matches('^/gluetun/auth(/config[.]toml)?/?$')) ||",
      "  variables.gluetunScript.matches('HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE=.*auth[^a-z]+(apikey|basic)') ||",
      "  variables.settings.exists(e, e.name == 'HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE' &&",
      '    e.?value.orValue(\'\').matches(\'"auth" *: *"(apikey|basic)"\')))',
    ].join('\n'),
    message: "gluetun's control server demands no key, so that any container of the Pod can stop the VPN",
  },
];
