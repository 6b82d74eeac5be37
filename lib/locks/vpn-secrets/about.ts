import type { About } from '../lock';

export const about = {
  id: 'vpn-secrets',
  leak: 'The VPN keys stand in the manifest or in environment variables, or the client can read them.',
  severity: 'risk',
  remedy: 'Keep the VPN keys in a Secret and mount it, read-only and with mode 0400, into gluetun alone.',
} satisfies About;
