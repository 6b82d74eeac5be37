import type { PodDeclaration } from '../../declaration/declaration';
import { inboundPorts } from '../../declaration/inbound-ports';
import { delugeDaemonPort } from '../../pod/clients/deluge';
import type { PodDraft } from '../../pod/draft';
import { forwardedPortVolume, statusFile } from '../../pod/forwarded-port';
import type { Apply } from '../lock';

export const apply: Apply = (draft) => {
  const { torrentPort } = draft.declaration;
  if (torrentPort === 'dynamic') askForPort(draft);
  else if (torrentPort === 'none') forwardNothing(draft);
  else usePort(draft, torrentPort);
};

function usePort({ client, portSync, gluetun, service }: PodDraft, port: number): void {
  if (portSync !== undefined) portSync.environment['PORT'] = String(port);
  client.settings.torrentPort = port;
  client.container.ports = [
    ...(client.container.ports ?? []),
    { name: 'torrent-tcp', containerPort: port, protocol: 'TCP' },
    { name: 'torrent-udp', containerPort: port, protocol: 'UDP' },
  ];
  gluetun.container.environment['FIREWALL_VPN_INPUT_PORTS'] = String(port);
  service.ports.push(
    { name: 'torrent-tcp', port, targetPort: 'torrent-tcp', protocol: 'TCP' },
    { name: 'torrent-udp', port, targetPort: 'torrent-udp', protocol: 'UDP' },
  );
}

/**
 * gluetun opens the port that it gets in its own firewall and writes it to a file, for port-sync (gluetun v3.41.3,
 * portforward/service/start.go). No Service can name it.
 */
function askForPort({ declaration, portSync, gluetun: { container, startLines }, volumes }: PodDraft): void {
  const { vpn } = declaration;
  container.environment['VPN_PORT_FORWARDING'] = 'on';
  container.environment['VPN_PORT_FORWARDING_STATUS_FILE'] = statusFile;
  if (vpn.portForwarding !== undefined) container.environment['VPN_PORT_FORWARDING_PROVIDER'] = vpn.portForwarding;
  volumes.push(forwardedPortVolume.volume);
  container.volumeMounts.push(forwardedPortVolume.mount);
  if (portSync !== undefined) {
    portSync.environment['STATUS_FILE'] = statusFile;
    portSync.environment['TAKEN'] = takenPorts(declaration).join(' ');
    portSync.volumeMounts.push({ ...forwardedPortVolume.mount, readOnly: true });
  }
  startLines.push(
    '# The port of the last run is not this one: gluetun removes the file at an orderly end only.',
    `rm -f ${statusFile}`,
  );
}

/** What somebody of the Pod listens on already, so that the client could not: its containers share one network. */
function takenPorts(declaration: PodDeclaration): readonly number[] {
  const { client, gluetun } = declaration;
  return [
    ...new Set([
      // gluetun's DNS, control and health servers.
      ...[53, 8000, 9999],
      ...(client.application === 'deluge' ? [delugeDaemonPort] : []),
      ...inboundPorts(declaration).map(({ port }) => port),
      // Those that are not exposed listen on loopback alone: a client that listens on all addresses does not get them.
      ...gluetun.settings.proxies.map(({ port }) => port),
    ]),
  ].sort((one, other) => one - other);
}

/** The check then says what is so: that peers cannot connect. */
function forwardNothing({ declaration: { client }, annotations }: PodDraft): void {
  if (client.application === 'other') return;
  annotations['podlock/loosened-torrent-port'] =
    'no port is forwarded, as declared: peers cannot connect, only be connected to';
}
