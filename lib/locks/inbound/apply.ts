import { exposedProxies, proxyProtocols } from '../../declaration/gluetun/gluetun-settings';
import { type InboundPort, inboundPorts } from '../../declaration/inbound-ports';
import { portName } from '../../pod/gluetun';
import type { Apply } from '../lock';

export const apply: Apply = ({ annotations, client, declaration, gluetun, networkPolicy, service, webUi }) => {
  gluetun.container.environment['HTTP_CONTROL_SERVER_ADDRESS'] = '127.0.0.1:8000';
  gluetun.startLines.push(
    '# All containers share this loopback, so the control server wants a key that nobody knows: a new one each start.',
    'key=$(head -c 32 /dev/urandom | base64 | tr -d "\\n")',
    '[ -n "$key" ]',
    'export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE="{\\"auth\\":\\"apikey\\",\\"apikey\\":\\"$key\\"}"',
  );
  networkPolicy.policyTypes.push('Ingress');
  const ports = inboundPorts(declaration);
  const own = declaration.client.webUi?.port;
  const isOwn = ({ port, protocol }: InboundPort) => webUi.from !== undefined && port === own && protocol === 'TCP';
  if (webUi.from !== undefined) networkPolicy.ingress.push({ from: webUi.from, ports: ports.filter(isOwn) });
  if (declaration.expose !== undefined) {
    client.settings.webUiWay = { hosts: webUi.hosts, isProxied: webUi.from !== undefined };
  }
  // From anywhere: no block of addresses names every node and Ingress of every network plugin. The guard answers private
  // addresses alone.
  const others = ports.filter((port) => !isOwn(port));
  if (others.length > 0) networkPolicy.ingress.push({ ports: others });
  const proxies = exposedProxies(declaration.gluetun.settings);
  for (const proxy of proxies) {
    for (const protocol of proxyProtocols(proxy)) {
      const name = portName(proxy, protocol);
      service.ports.push({ name, port: proxy.port, targetPort: name, protocol });
    }
  }
  const reasons = new Set(proxies.map(({ because }) => because));
  if (reasons.size > 0) annotations['podlock/loosened-inbound'] = [...reasons].join('; ');
};
