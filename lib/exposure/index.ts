import type { Exposure } from '../declaration/exposure';
import { byCloudflareTunnel } from './cloudflare-tunnel';
import type { Exposed, WebUi } from './exposed';
import { byGateway } from './gateway';
import { byIngress } from './ingress';
import { byLoadBalancer } from './load-balancer';
import { byNodePort } from './node-port';
import { byOtherProxy } from './other-proxy';
import { byTailscale } from './tailscale';

/** Every way in, by its name in a declaration. */
const ways: { readonly [By in Exposure['by']]: (webUi: WebUi, way: Extract<Exposure, { by: By }>) => Exposed } = {
  ingress: byIngress,
  gateway: byGateway,
  tailscale: byTailscale,
  cloudflareTunnel: byCloudflareTunnel,
  otherProxy: byOtherProxy,
  loadBalancer: byLoadBalancer,
  nodePort: byNodePort,
};

/** What the declared way in takes; without one, whoever is in the cluster comes by the Service. */
export function exposed(webUi: WebUi, exposure: Exposure | undefined): Exposed {
  if (exposure === undefined) return { objects: [], from: undefined, hosts: [] };
  const way = ways[exposure.by] as (webUi: WebUi, way: Exposure) => Exposed;
  return way(webUi, exposure);
}
