import { type IpRange, parseInterfaceAddress } from '../../network/ip-range';
import { reachesPublicAddress } from '../../network/public-address';
import { ownHost } from '../../network/single-host';
import type { Severity } from '../lock';

/** One entry of FIREWALL_OUTBOUND_SUBNETS. */
export interface Subnet {
  readonly text: string;
  readonly range: IpRange;
}

/** A private network at home or of a cluster is a /24 or a few of them; what is wider lets the client roam. */
const widestPrivate = { IPv4: 17, IPv6: 56 } as const;

/** The subnets of a list. gluetun refuses to start with an entry that it cannot read, so those let nothing out. */
export function parseSubnets(list: string): readonly Subnet[] {
  return list.split(',').flatMap((entry) => {
    const text = entry.trim();
    try {
      return [{ text, range: parseInterfaceAddress(text).network }];
    } catch {
      return [];
    }
  });
}

/** What one subnet lets out beside the tunnel. */
interface Opening {
  readonly message: string;
  readonly severity: Severity;
  /** The one host that it is. @default - something wider */
  readonly hole?: string;
}

/** What each subnet lets out beside the tunnel. */
export function judgeSubnets(subnets: readonly Subnet[]): readonly Opening[] {
  return subnets.flatMap(({ text, range }): Opening[] => {
    if (reachesPublicAddress(range)) {
      return [{ message: `lets the client reach public addresses past the tunnel: ${text}`, severity: 'leak' }];
    }
    const host = ownHost(range.text);
    if (host !== undefined) {
      const message = `lets the client reach one host past the tunnel: ${text}`;
      return [{ message, severity: 'advice', hole: range.text }];
    }
    const width = range.prefixLength >= widestPrivate[range.family] ? 'a private network' : 'a whole private network';
    return [{ message: `lets the client reach ${width} past the tunnel: ${text}`, severity: 'advice' }];
  });
}
