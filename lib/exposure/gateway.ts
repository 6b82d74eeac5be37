import { HttpRoute, HttpRouteSpecRulesFiltersType } from '../../imports/gateway-http-route';
import type { GatewayExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { loginMiddleware, middlewareName } from './login';
import { peersOf } from './proxy-peers';

/** By an HTTPRoute at a Gateway that is there already, and that must admit routes of the Pod's namespace. */
export function byGateway(webUi: WebUi, { gateway, host, login, proxy }: GatewayExposure): Exposed {
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
          rules: [{ ...(login !== undefined && { filters: [loginFilter(name)] }), backendRefs: [{ name, port }] }],
        },
      }),
      ...(login === undefined ? [] : [loginMiddleware(webUi, login)]),
    ],
    from: peersOf(proxy),
    hosts: [host],
  };
}

/** A gateway that does not know the kind must not serve the route (Gateway API, HTTPRouteFilter). */
function loginFilter(name: string) {
  const extensionRef = { group: 'traefik.io', kind: 'Middleware', name: middlewareName(name) };
  return { type: HttpRouteSpecRulesFiltersType.EXTENSION_REF, extensionRef };
}
