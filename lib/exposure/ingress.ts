import type { IngressExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { ingressObject } from './ingress-object';
import { loginOfIngress } from './login';
import { peersOf } from './proxy-peers';

/** By an Ingress of any class; its certificate from a Secret, which cert-manager makes where an issuer is named. */
export function byIngress(webUi: WebUi, way: IngressExposure): Exposed {
  const { className, host, proxy, tls } = way;
  const issuer = tls?.clusterIssuer;
  const login = loginOfIngress(webUi, way.login);
  return {
    objects: [
      ingressObject(webUi, {
        className,
        host,
        annotations: {
          ...way.annotations,
          ...(issuer !== undefined && { 'cert-manager.io/cluster-issuer': issuer }),
          ...login.annotations,
        },
        ...(tls !== undefined && { tls: [{ hosts: [host], secretName: tls.secret }] }),
      }),
      ...login.objects,
    ],
    from: peersOf(proxy),
    hosts: [host],
  };
}
