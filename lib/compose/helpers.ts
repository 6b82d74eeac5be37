import { commandLine, plainText, programOf, type Service } from './service';
import { at, entriesOf, textsOf } from './tree';

/** Programs whose whole job Podlock, or Kubernetes, does: by their images, or by what they run. */
const HELPERS: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern:
      /port-(?:manager|sync|update|updater|forward|mod)|portforward|natmap|qbittorrent-natpmp|gluetun-sync|port-?manager|qsticky|portcheck|soulseek-port|gluetrans/,
    reason: "it tells the client the forwarded port: torrentPort: 'dynamic' does",
  },
  {
    pattern: /^(?:docker-)?autoheal|deunhealth|docker-restarter/,
    reason: 'it restarts what is unhealthy: the kubelet does, and Podlock gives it the probes',
  },
  {
    pattern: /watchtower|diun|ouroboros|dockcheck/,
    reason: 'it updates images behind your back: images are pinned in main.ts, and Renovate moves them by pull request',
  },
];

/** Why a service is not needed any more; undefined for one that does something of its own. */
export function helperReason(service: Service): string | undefined {
  const program = programOf(service);
  const known = HELPERS.find(({ pattern }) => pattern.test(program));
  if (known !== undefined) return known.reason;
  if (torrentClientOf(service) !== undefined) return undefined;
  const line = commandLine(service);
  if (/\biptables\b|\bip6?tables-|\bnft\b|\bip (?:rule|route)\b/.test(line)) {
    return 'it changes routes and firewall rules of the tunnel, which nothing beside gluetun may';
  }
  const addresses = [line, ...entriesOf(at(service.tree, 'environment')).flatMap(([, value]) => textsOf(value))].join(
    ' ',
  );
  if (/setPreferences|forwarded_port|\/v1\/(?:openvpn\/)?portforward/.test(addresses)) {
    return "it tells the client the forwarded port: torrentPort: 'dynamic' does";
  }
  return undefined;
}

/** Torrent clients, by their images: each needs a Pod of its own. */
export function torrentClientOf(service: Service): string | undefined {
  const name = plainText(service, 'image') === undefined ? service.name.toLowerCase() : programOf(service);
  if (/exporter|manage|helper|port-?(?:sync|update|forward)|natpmp/.test(name)) return undefined;
  const found = /qbittorrent|qbt(?![a-z])|transmission|deluge|rutorrent|rtorrent|aria2|biglybt|tixati|rqbit/.exec(
    name,
  )?.[0];
  if (found === 'qbt') return 'qbittorrent';
  return found === 'rutorrent' ? 'rtorrent' : found;
}
