import type { Apply } from '../lock';

/** From the same value as VPN_INTERFACE: with a wrong name qBittorrent listens on every interface. */
export const apply: Apply = ({ declaration, client }) => {
  client.settings.interface = declaration.gluetun.tunnelInterface;
};
