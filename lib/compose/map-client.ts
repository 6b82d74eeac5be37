import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import { mapEnvironment } from './container-environment';
import { resourcesOf, runAsOf, timezoneOf, wordsOf } from './container-parts';
import type { Conversion } from './conversion';
import { imageOf, label } from './map-image';
import { TORRENT_VARIABLES } from './port-roles';
import { plainText, type Service } from './service';
import type { EnvironmentVariable } from './service-environment';

/** Who stands in the client's place of a Pod. */
export interface Leader {
  readonly service: Service;
  /** `other` for a program that is no torrent client Podlock knows. */
  readonly application: Application;
  readonly variables: ReadonlyMap<string, EnvironmentVariable>;
  readonly webPort: number | undefined;
}

export type Application = 'qbittorrent' | 'transmission' | 'deluge' | 'rtorrent' | 'other';

/** Variables that Podlock sets itself for a client, or that would undo what it sets. */
const OWN_VARIABLES: Readonly<Record<Application, RegExp>> = {
  qbittorrent:
    /^(?:WEBUI_.*|TORRENTING_PORT|QBT_.*|QBITTORRENT_.*|S6_.*|HOME|XDG_.*|VPN_.*|PRIVOXY_.*|APP_DIR|CONFIG_DIR)$/,
  transmission: /^(?:USER|PASS|PEERPORT|WHITELIST|HOST_WHITELIST|HOME|XDG_.*|TRANSMISSION_.*|S6_.*)$/,
  deluge: /^(?:S6_.*|HOME|XDG_.*|PYTHON.*)$/,
  rtorrent: /^(?:WAN_IP.*|RT_INC_PORT|RT_DHT_PORT|RUTORRENT_PORT|XMLRPC_PORT|WEBDAV_PORT|S6_.*)$/,
  other: /^(?:S6_.*)$/,
};

/** The client of a Pod. */
export function mapClient(
  leader: Leader,
  conversion: Conversion,
  { isDynamic, name, path }: { readonly name: string; readonly path: string; readonly isDynamic: boolean },
): SourceObject {
  const { application, service, variables } = leader;
  const to = `${path}.client`;
  const image = imageOf(service, conversion, `${to}.image`);
  const kept = [...variables.values()].filter((variable) => {
    if (TORRENT_VARIABLES.includes(variable.name) || !OWN_VARIABLES[application].test(variable.name))
      return !TORRENT_VARIABLES.includes(variable.name);
    conversion.ledger.drop(variable.path, 'Podlock sets it itself for this client');
    return false;
  });
  const { environment } = mapEnvironment(kept, conversion, { to, name: service.name });
  const common = {
    image,
    runAs: clientUser(leader, image, conversion, to),
    timezone: timezoneOf(variables, conversion),
    environment,
    terminationGracePeriodSeconds: gracePeriod(service, conversion, to),
    resources: resourcesOf(service, conversion, to),
  };
  if (application === 'other') {
    return {
      application,
      name: label(service.name),
      ...common,
      webUi: leader.webPort === undefined ? undefined : { port: leader.webPort },
      command: wordsOf(service, 'entrypoint', conversion, `${to}.command`),
      arguments: wordsOf(service, 'command', conversion, `${to}.arguments`),
    };
  }
  const { image: _, ...rest } = common;
  return {
    application,
    image,
    packaging: application === 'qbittorrent' ? packagingOf(image, service, conversion) : undefined,
    ...rest,
    webUi: {
      port: webPortToUse(leader),
      passwordSecret: `${name}-webui`,
      loginSecret: isDynamic ? `${name}-login` : undefined,
    },
  };
}

const USUAL_PORTS: Readonly<Record<Application, number>> = {
  qbittorrent: 8080,
  transmission: 9091,
  deluge: 8112,
  rtorrent: 8080,
  other: 8080,
};

function webPortToUse({ application, webPort }: Leader): number {
  return webPort ?? USUAL_PORTS[application];
}

/** hotio's and crazy-max's images start as root and drop to the user by themselves; the others can start as the user. */
function clientUser(
  { application, service, variables }: Leader,
  image: string | Remark,
  conversion: Conversion,
  to: string,
): SourceValue {
  const runAs = runAsOf(service, variables, conversion, to);
  const reference = image instanceof Remark ? String(image.value) : image;
  if (application !== 'rtorrent' && !/(?:^|\/)hotio\/qbittorrent/.test(reference)) return runAs;
  const value = runAs instanceof Remark ? runAs.value : runAs;
  return new Remark('This image starts as root and drops to the user by itself.', {
    ...(value as SourceObject),
    root: true,
  });
}

const PACKAGED =
  /(?:^|\/)(?:linuxserver\/qbittorrent|(?:home-operations|onedr0p)\/qbittorrent(?:-beta)?|hotio\/qbittorrent|qbittorrentofficial\/qbittorrent-nox)(?:[:@]|$)/;

/** Who packed qBittorrent, where the image's name does not tell. */
function packagingOf(image: string | Remark, service: Service, conversion: Conversion): Remark | undefined {
  const reference = image instanceof Remark ? String(image.value) : image;
  if (PACKAGED.test(reference)) return undefined;
  conversion.note(
    'fill in',
    `who packed the image of ${service.name}, in "packaging": its ports and paths depend on it`,
    { place: service.tree.place },
  );
  return new Remark(
    'FILL IN whose image it is built on: linuxserver, home-operations, hotio or official.',
    'linuxserver',
  );
}

/** stop_grace_period, within what the declaration allows. */
function gracePeriod(service: Service, conversion: Conversion, to: string): number | undefined {
  const text = plainText(service, 'stop_grace_period');
  if (text === undefined) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  const seconds = [...text.matchAll(/(\d+)(h|m|s)(?![a-z])/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
  if (seconds === 0) return undefined;
  conversion.ledger.map(`${service.path}.stop_grace_period`, `${to}.terminationGracePeriodSeconds`);
  return Math.min(3600, Math.max(10, seconds));
}
