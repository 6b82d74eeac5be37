import { parseInterfaceAddress } from '../../network/ip-range';
import { reachesPublicAddress } from '../../network/public-address';

/** Whether an address or a block of iptables holds private addresses alone; what cannot be read does not. */
export function isPrivateRange(text: string): boolean {
  const range = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  try {
    return !reachesPublicAddress(parseInterfaceAddress(range).network);
  } catch {
    return false;
  }
}
