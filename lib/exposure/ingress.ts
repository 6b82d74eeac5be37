import type { IngressExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { ingressObject } from './ingress-object';
import { peersOf } from './proxy-peers';

/** By an Ingress of any class; its certificate from a Secret, which cert-manager makes where an issuer is named. */
export function byIngress(webUi: WebUi, { annotations, className, host, proxy, tls }: IngressExposure): Exposed {
  const issuer = tls?.clusterIssuer;
  return {
    objects: [
      ingressObject(webUi, {
        className,
        host,
        annotations: { ...annotations, ...(issuer !== undefined && { 'cert-manager.io/cluster-issuer': issuer }) },
        ...(tls !== undefined && { tls: [{ hosts: [host], secretName: tls.secret }] }),
      }),
    ],
    from: peersOf(proxy),
    hosts: [host],
  };
}
