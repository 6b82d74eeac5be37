import type { TailscaleExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { ingressObject } from './ingress-object';
import { peersOf } from './proxy-peers';

/**
 * By the Tailscale operator, which makes a machine of the tailnet out of an Ingress of its class, with a certificate
 * (Tailscale's "Cluster ingress": the name is the first host below `tls`).
 */
export function byTailscale(webUi: WebUi, { machine, proxy }: TailscaleExposure): Exposed {
  const tls = [{ hosts: [machine] }];
  return {
    objects: [ingressObject(webUi, { className: 'tailscale', annotations: {}, tls })],
    from: peersOf(proxy),
    // Browsers ask for MACHINE.TAILNET.ts.net, whose middle nobody here knows.
    hosts: [machine, '*.ts.net'],
  };
}
