import { HttpRoute } from '../../imports/gateway-http-route';
import type { GatewayExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { peersOf } from './proxy-peers';

/** By an HTTPRoute at a Gateway that is there already, and that must admit routes of the Pod's namespace. */
export function byGateway(webUi: WebUi, { gateway, host, proxy }: GatewayExposure): Exposed {
  const { labels, name, namespace, port } = webUi;
  const { section } = gateway;
  return {
    objects: [
      HttpRoute.manifest({
        metadata: { name, namespace, labels },
        spec: {
          parentRefs: [
            {
              name: gateway.name,
              namespace: gateway.namespace,
              ...(section !== undefined && { sectionName: section }),
            },
          ],
          hostnames: [host],
          rules: [{ backendRefs: [{ name, port }] }],
        },
      }),
    ],
    from: peersOf(proxy),
    hosts: [host],
  };
}
