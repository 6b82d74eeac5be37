import { exposedProxies, proxyProtocols } from '../../declaration/gluetun/gluetun-settings';
import { portName } from '../../pod/gluetun';
import type { Apply } from '../lock';

export const apply: Apply = ({ webUi, client, annotations, declaration, gluetun, networkPolicy, service }) => {
  gluetun.container.environment['HTTP_CONTROL_SERVER_ADDRESS'] = '127.0.0.1:8000';
  gluetun.startLines.push(
    '# All containers share this loopback, so the control server wants a key that nobody knows: a new one each start.',
    'key=$(head -c 32 /dev/urandom | base64 | tr -d "\\n")',
    '[ -n "$key" ]',
    'export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE="{\\"auth\\":\\"apikey\\",\\"apikey\\":\\"$key\\"}"',
  );
  networkPolicy.policyTypes.push('Ingress');
  // Else from anywhere: no block of addresses names every node and Ingress of every network plugin. The guard answers private
  // addresses alone.
  networkPolicy.ingress.push({
    ...(webUi.from !== undefined && { from: webUi.from }),
    ports: [{ protocol: 'TCP', port: declaration.client.webUi.port }],
  });
  if (webUi.hosts.length > 0) client.settings.webUiHosts = webUi.hosts;
  const proxies = exposedProxies(declaration.gluetun.settings);
  for (const proxy of proxies) {
    for (const protocol of proxyProtocols(proxy)) {
      networkPolicy.ingress.push({ ports: [{ protocol, port: proxy.port }] });
      const name = portName(proxy, protocol);
      service.ports.push({ name, port: proxy.port, targetPort: name, protocol });
    }
  }
  const reasons = new Set(proxies.map(({ because }) => because));
  if (reasons.size > 0) annotations['podlock/loosened-inbound'] = [...reasons].join('; ');
};
