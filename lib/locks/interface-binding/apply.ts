import type { Apply } from '../lock';

/** From the same value as VPN_INTERFACE: with a wrong name qBittorrent listens on every interface. */
export const apply: Apply = ({ declaration, client, portSync, annotations }) => {
  client.settings.interface = declaration.gluetun.tunnelInterface;
  if (portSync !== undefined) portSync.environment['TUNNEL'] = declaration.gluetun.tunnelInterface;
  const reason = client.loosened['interface-binding'];
  if (reason !== undefined) annotations['podlock/loosened-interface-binding'] = reason;
};
