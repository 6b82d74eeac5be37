import { webPorts } from '../../declaration/web-ports';
import type { Apply } from '../lock';

export const apply: Apply = ({ declaration, gluetun, networkPolicy }) => {
  gluetun.container.environment['HTTP_CONTROL_SERVER_ADDRESS'] = '127.0.0.1:8000';
  gluetun.startLines.push(
    '# All containers share this loopback, so the control server wants a key that nobody knows: a new one each start.',
    'key=$(head -c 32 /dev/urandom | base64 | tr -d "\\n")',
    '[ -n "$key" ]',
    'export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE="{\\"auth\\":\\"apikey\\",\\"apikey\\":\\"$key\\"}"',
  );
  networkPolicy.policyTypes.push('Ingress');
  // From anywhere: no block of addresses names every node and Ingress of every network plugin. The guard answers private
  // addresses alone.
  networkPolicy.ingress.push({ ports: webPorts(declaration).map((port) => ({ protocol: 'TCP', port })) });
};
