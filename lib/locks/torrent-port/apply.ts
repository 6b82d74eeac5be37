import type { Apply } from '../lock';

export const apply: Apply = ({ declaration: { torrentPort }, client, gluetun, service }) => {
  client.settings.torrentPort = torrentPort;
  client.container.ports = [
    ...(client.container.ports ?? []),
    { name: 'torrent-tcp', containerPort: torrentPort, protocol: 'TCP' },
    { name: 'torrent-udp', containerPort: torrentPort, protocol: 'UDP' },
  ];
  gluetun.container.environment['FIREWALL_VPN_INPUT_PORTS'] = String(torrentPort);
  service.ports.push(
    { name: 'torrent-tcp', port: torrentPort, targetPort: 'torrent-tcp', protocol: 'TCP' },
    { name: 'torrent-udp', port: torrentPort, targetPort: 'torrent-udp', protocol: 'UDP' },
  );
};
