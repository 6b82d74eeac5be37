import type { LoadBalancerExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { webUiService } from './web-ui-service';

/** How each implementation is asked for an address (k3s's ServiceLB cannot be). */
const addressAnnotations = {
  metallb: 'metallb.io/loadBalancerIPs',
  'kube-vip': 'kube-vip.io/loadbalancerIPs',
} as const;

/** By an address of its own: a second Service, for the WebUI alone. */
export function byLoadBalancer(webUi: WebUi, { address, implementation }: LoadBalancerExposure): Exposed {
  const annotations =
    address === undefined || implementation === 'servicelb' ? {} : { [addressAnnotations[implementation]]: address };
  return {
    objects: [
      webUiService({ ...webUi, name: `${webUi.name}-webui`, targetPort: 'webui', type: 'LoadBalancer', annotations }),
    ],
    from: undefined,
    hosts: [],
  };
}
