import { WEB_PORTS } from '../main-file/known-images';
import { Remark } from '../main-file/main-file';
import type { Conversion } from './conversion';
import type { Gate } from './find-gates';
import type { GluetunEnvironment } from './gluetun-environment';
import { type PublishedPort, portsOf, programOf, type Service } from './service';
import type { EnvironmentVariable } from './service-environment';
import { at, entriesOf, textsOf } from './tree';
import { withoutMarks } from './unset';

/** Variables by which images are told where their WebUI listens. */
const WEB_VARIABLES = [
  'WEBUI_PORT',
  'WEBUI_PORTS',
  'QBT_WEBUI_PORT',
  'QBITTORRENT_WEBUI_PORT',
  'SONARR__SERVER__PORT',
  'RADARR__SERVER__PORT',
  'LIDARR__SERVER__PORT',
  'PROWLARR__SERVER__PORT',
];

/** Variables by which clients are told their torrent port. */
export const TORRENT_VARIABLES = ['TORRENTING_PORT', 'QBT_TORRENTING_PORT', 'PEERPORT', 'PEER_PORT', 'BITTORRENT_PORT'];

/** Ports of gluetun itself. */
export const OWN_PORTS: ReadonlyMap<string, string> = new Map([
  ['8000', "gluetun's control server is for nobody outside its container"],
  ['8888', "gluetun's HTTP proxy"],
  ['8388', "gluetun's Shadowsocks server"],
  ['9999', "gluetun's health server is for its own probes"],
]);

type Variables = ReadonlyMap<string, EnvironmentVariable>;

/** Every port that the gate publishes, and where members wrote theirs by mistake. */
export function publishedPorts({ anchor, gluetun, members }: Gate): readonly PublishedPort[] {
  return [gluetun, ...(anchor === undefined ? [] : [anchor]), ...members].flatMap(portsOf);
}

/**
 * The port of a member's WebUI: what its variables say, else its program's usual one where the gate publishes that, else
 * what its labels or the gate tell; undefined for a program that nobody opens.
 */
export function webPortOf(
  member: Service,
  variables: Variables,
  gate: Gate,
  conversion: Conversion,
): number | undefined {
  const told = WEB_VARIABLES.flatMap((name) => variables.get(name) ?? [])[0];
  if (told !== undefined) {
    const text = conversion.needed(told);
    conversion.ledger.map(told.path, 'webUi.port');
    return toPort(text);
  }
  const usual = Object.entries(WEB_PORTS).find(([program]) => programOf(member) === program)?.[1];
  if (usual !== undefined) return usual;
  return labelledPort(member) ?? unclaimedPort(gate);
}

function labelledPort(member: Service): number | undefined {
  const labels = entriesOf(at(member.tree, 'labels'));
  const [, label] =
    labels.find(([name]) => /^traefik\.http\.services\..*\.loadbalancer\.server\.port$/.test(name)) ?? [];
  return toPort(textsOf(label)[0]) ?? toPort(textsOf(at(member.tree, 'expose'))[0]);
}

/** A program that Podlock does not know, alone with one port that nobody else can have. */
function unclaimedPort(gate: Gate): number | undefined {
  const usual = new Set(gate.members.map((member) => String(WEB_PORTS[programOf(member)] ?? '')));
  const unknown = gate.members.filter((member) => WEB_PORTS[programOf(member)] === undefined);
  if (unknown.length !== 1) return undefined;
  const free = publishedPorts(gate).filter(
    ({ protocol, target }) => protocol === 'tcp' && !OWN_PORTS.has(withoutMarks(target)) && !usual.has(target),
  );
  return toPort(free[0]?.target);
}

export function toPort(text: string | undefined): number | undefined {
  const number = Number(withoutMarks(text ?? '').trim());
  return Number.isInteger(number) && number > 0 && number < 65_536 ? number : undefined;
}

/** What the torrent client listens on, and why. */
export function torrentPortOf(
  client: { readonly service: Service; readonly variables: Variables; readonly webPort: number | undefined },
  environment: GluetunEnvironment,
  conversion: Conversion,
): number | 'dynamic' | 'none' | Remark {
  const { ledger } = conversion;
  const told = TORRENT_VARIABLES.flatMap((name) => client.variables.get(name) ?? []);
  for (const variable of told) ledger.map(variable.path, 'torrentPort');
  const forwarding = environment.get('VPN_PORT_FORWARDING');
  if (forwarding !== undefined) ledger.map(forwarding.path, 'torrentPort');
  if (environment.isOn('VPN_PORT_FORWARDING')) return 'dynamic';
  const forwarded = environment.get('FIREWALL_VPN_INPUT_PORTS');
  if (forwarded === undefined) return notForwarded(told, conversion);
  ledger.map(forwarded.path, 'torrentPort');
  const texts = (conversion.needed(forwarded) ?? '').split(',').map((text) => text.trim());
  const ports = texts.flatMap((text) => toPort(text) ?? []).filter((port) => port !== client.webPort);
  if (texts.some((text) => toPort(text) === client.webPort && client.webPort !== undefined)) {
    conversion.note(
      'was wrong',
      "FIREWALL_VPN_INPUT_PORTS has the port of the WebUI: whoever knows the VPN server's address reaches it",
      { lock: 'torrent-port', place: forwarded.place },
    );
  }
  const [first, ...others] = ports;
  if (first === undefined) {
    if (texts.every((text) => text === '' || toPort(text) !== undefined)) return notForwarded(told, conversion);
    conversion.note(
      'fill in',
      'the port that your provider forwards: FIREWALL_VPN_INPUT_PORTS is a placeholder in the file',
      { place: forwarded.place },
    );
    return new Remark(
      "FILL IN the port that your provider forwards to you for good; 'none' if it forwards none.",
      'none',
    );
  }
  if (others.length > 0) {
    conversion.note(
      'decided',
      `of the forwarded ports the first is the client's, ${first}; ${others.join(', ')} are left out`,
      { place: forwarded.place },
    );
  }
  return first;
}

function notForwarded(told: readonly EnvironmentVariable[], conversion: Conversion): 'none' | Remark {
  const [variable] = told;
  if (variable === undefined) return 'none';
  conversion.note(
    'was wrong',
    `${variable.name} names a port that is not in FIREWALL_VPN_INPUT_PORTS: no peer could connect to it`,
    {
      lock: 'torrent-port',
      place: variable.place,
    },
  );
  return new Remark('The compose file forwards none. If your provider gave you a port, put its number here.', 'none');
}
