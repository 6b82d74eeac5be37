import { ComposeError, fail, type Problem } from './problem';
import { commandLine, containerNames, plainText, programOf, type Service } from './service';
import { at, type Tree } from './tree';

/** One network namespace with gluetun in it: one Pod to be. */
export interface Gate {
  readonly gluetun: Service;
  /** Who holds the namespace in gluetun's place, doing nothing: a Pod does that by itself. */
  readonly anchor: Service | undefined;
  /** Everyone else in the namespace, in the order of the files; at least one. */
  readonly members: readonly Service[];
}

/**
 * Phase 6. Follows `network_mode: service:NAME` and `container:NAME` to who holds each network namespace, over all files.
 * @param only names of gluetun's services. @default - all of them
 * @throws ComposeError when there is no gate, a gate that is not gluetun's, or a namespace that no service holds
 */
export function findGates(services: readonly Service[], document: Tree, only: readonly string[] = []): readonly Gate[] {
  const groups = new Map<Service, Service[]>();
  const problems: Problem[] = [];
  for (const service of services) {
    const holder = holderOf(service, services, problems);
    if (holder !== undefined && holder !== service) groups.set(holder, [...(groups.get(holder) ?? []), service]);
  }
  if (problems.length > 0) throw new ComposeError(problems);
  const gates = [...groups].flatMap(([holder, members]) => gateOf(holder, members) ?? []);
  if (gates.length === 0) throw new ComposeError(whyNone(services, groups, document));
  return only.length === 0 ? gates : only.map((name) => named(name, gates));
}

function gateOf(holder: Service, members: readonly Service[]): Gate | undefined {
  const [gluetun, ...others] = [holder, ...members].filter(isGluetun);
  if (gluetun === undefined) return undefined;
  const [second] = others;
  if (second !== undefined) {
    fail(
      `shares its network with ${gluetun.name}, which is a gluetun too: leave one of them`,
      second.tree.place,
      second.path,
    );
  }
  const rest = [holder, ...members].filter((service) => service !== gluetun);
  const anchor = holder !== gluetun && idles(holder) ? holder : undefined;
  const behind = rest.filter((service) => service !== anchor);
  return behind.length === 0 ? undefined : { gluetun, anchor, members: behind };
}

/** gluetun's image under any registry, or an image built from it: the variables tell. */
function isGluetun(service: Service): boolean {
  if (/gluetun(?!-)/.test(programOf(service)) && !/sidecar|exporter|monitor|web|sync|manager/.test(programOf(service)))
    return true;
  const variables = at(service.tree, 'environment');
  return at(variables, 'VPN_SERVICE_PROVIDER') !== undefined || at(variables, 'VPNSP') !== undefined;
}

function idles(service: Service): boolean {
  return (
    /^\s*(?:.*\s)?(?:sleep|tail -f \/dev\/null|pause)/.test(commandLine(service)) || /pause/.test(programOf(service))
  );
}

function holderOf(service: Service, services: readonly Service[], problems: Problem[]): Service | undefined {
  const seen: Service[] = [];
  let current = service;
  for (;;) {
    if (seen.includes(current)) {
      const circle = [...seen, current].map(({ name }) => name).join(' → ');
      problems.push({
        message: `goes in a circle: ${circle}`,
        path: `${service.path}.network_mode`,
        place: service.tree.place,
      });
      return undefined;
    }
    seen.push(current);
    const [, kind, name = ''] = /^(service|container):(.*)$/.exec(plainText(current, 'network_mode') ?? '') ?? [];
    if (kind === undefined) return current;
    const next = services.find((other) =>
      kind === 'service' ? other.name === name : containerNames(other).includes(name),
    );
    if (next === undefined) {
      problems.push(missing(current, kind, name));
      return undefined;
    }
    current = next;
  }
}

function missing(service: Service, kind: string, name: string): Problem {
  const place = at(service.tree, 'network_mode')?.place ?? service.tree.place;
  const remedy =
    kind === 'container'
      ? 'name the compose file that has it too: podlock import gluetun.yml client.yml'
      : 'is its profile enabled (--profile), and its file named?';
  return {
    message: `there is no ${kind} "${name}" in these files; ${remedy}`,
    path: `${service.path}.network_mode`,
    place,
  };
}

/** Images that hold a client and a VPN in one, or are a VPN of another kind. */
const OTHER_VPN =
  /openvpn|wireguard|nordvpn|nordlynx|surfshark|mullvad|protonvpn|expressvpn|pia-|-pia|vpn|tailscale|wg-easy/;

function whyNone(
  services: readonly Service[],
  groups: ReadonlyMap<Service, readonly Service[]>,
  document: Tree,
): readonly Problem[] {
  const supported =
    'Podlock supports gluetun (qmcgaw/gluetun), which speaks WireGuard and OpenVPN for 24 providers and for servers of your own';
  const other =
    services.find((service) => groups.has(service) && OTHER_VPN.test(programOf(service))) ??
    services.find((service) => OTHER_VPN.test(programOf(service)) && !isGluetun(service));
  const gluetun = services.find(isGluetun);
  if (gluetun !== undefined) {
    const message = `no service is behind it: none has network_mode "service:${gluetun.name}" or "container:…"; where the client is in another file, name that too`;
    return [{ message, path: gluetun.path, place: gluetun.tree.place }];
  }
  if (other !== undefined) {
    return [
      {
        message: `is a VPN gate that is not gluetun (${programOf(other)}); ${supported}`,
        path: other.path,
        place: other.tree.place,
      },
    ];
  }
  const [[holder, members] = []] = groups;
  if (holder !== undefined && members !== undefined) {
    const names = members.map(({ name }) => name).join(', ');
    const message = `is no VPN: ${names} share its network, and its image is ${plainText(holder, 'image') ?? 'built here'}; ${supported}`;
    return [{ message, path: `${holder.path}.image`, place: at(holder.tree, 'image')?.place ?? holder.tree.place }];
  }
  return [
    {
      message: `has no VPN gate: no service with gluetun's image; ${supported}. Without a compose file: podlock init`,
      place: document.place,
    },
  ];
}

function named(name: string, gates: readonly Gate[]): Gate {
  const found = gates.find(({ gluetun }) => containerNames(gluetun).includes(name));
  const all = gates.map(({ gluetun }) => gluetun.name).join(', ');
  return found ?? fail(`there is no VPN gate "${name}"; the gates of these files are: ${all}`);
}
