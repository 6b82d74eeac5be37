import type { NodePortExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { webUiService } from './web-ui-service';

/** By a port of every node: a second Service, for the WebUI alone. */
export function byNodePort(webUi: WebUi, { port }: NodePortExposure): Exposed {
  const nodePort = port === undefined ? {} : { nodePort: port };
  return {
    objects: [
      webUiService({ ...webUi, name: `${webUi.name}-webui`, targetPort: 'webui', ...nodePort, type: 'NodePort' }),
    ],
    from: undefined,
    hosts: [],
  };
}
