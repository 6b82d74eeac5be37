import type { OtherProxyExposure } from '../declaration/exposure';
import type { Exposed, WebUi } from './exposed';
import { peersOf } from './proxy-peers';

/** By a proxy that somebody else set up and that asks the Service. */
export function byOtherProxy(_: WebUi, { host, proxy }: OtherProxyExposure): Exposed {
  return { objects: [], from: peersOf(proxy), hosts: [host] };
}
