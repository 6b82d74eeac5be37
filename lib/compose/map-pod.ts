import type { Provider } from '../declaration/providers';
import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import { accountForPorts } from './account-for-ports';
import type { Conversion } from './conversion';
import type { Gate } from './find-gates';
import { GluetunEnvironment } from './gluetun-environment';
import { helperReason, torrentClientOf } from './helpers';
import { tellLeftOut } from './left-out';
import { type Application, type Leader, mapClient } from './map-client';
import { mapCompanion } from './map-companion';
import { mapGluetun } from './map-gluetun';
import { label } from './map-image';
import { mapProxies } from './map-proxies';
import { mapVolumes } from './map-volumes';
import { type MappedVpn, mapVpn } from './map-vpn';
import type { SecretDemand } from './needed-secrets';
import { namesOf, type Reachable } from './outside';
import { torrentPortOf, webPortOf } from './port-roles';
import type { Service } from './service';
import { environmentOf } from './service-environment';
import { tunnelFile } from './tunnel-file';
import { tellWeaknesses } from './weaknesses';

/** One Pod of the declaration. */
export interface MappedPod extends Reachable {
  readonly pod: SourceObject;
  readonly name: string;
  /** The Secrets that it cannot do without. */
  readonly secrets: readonly SecretDemand[];
}

/** gluetun's own ports, which no other container of the Pod can have. */
const GLUETUN_PORTS: readonly number[] = [53, 8000, 9999];

/** The Pods of one gate: one a torrent client, everything else beside the first of them. */
export function mapGate(
  gate: Gate,
  conversion: Conversion,
  taken: Set<string>,
  firstIndex: number,
): readonly MappedPod[] {
  const environment = new GluetunEnvironment(gate.gluetun, conversion);
  const zone = environment.get('TZ');
  if (zone !== undefined) conversion.ledger.drop(zone.path, 'the time zone of a Pod is that of its client');
  for (const variable of environment.foreign) {
    const spelled = variable.name.toUpperCase();
    const isCase = spelled !== variable.name && environment.get(spelled as never) === undefined;
    conversion.ledger.drop(
      variable.path,
      `gluetun has no variable of that name${isCase ? ': it reads names in capitals only' : ''}`,
    );
  }
  const members = gate.members.filter((member) => isNeeded(member, conversion));
  const clients = members.filter((member) => torrentClientOf(member) !== undefined);
  const [first] = clients.length > 0 ? clients : members;
  if (first === undefined) {
    conversion.problems.push({
      message: 'nothing is behind it but helpers',
      path: gate.gluetun.path,
      place: gate.gluetun.tree.place,
    });
    return [];
  }
  const leaders = clients.length > 0 ? clients : [first];
  tellSeveral(leaders, gate, conversion);
  tellWeaknesses({ ...gate, members }, environment, conversion);
  return leaders.map((leader, index) => {
    const companions = index === 0 ? members.filter((member) => !leaders.includes(member)) : [];
    return new PodMapper(gate, environment, conversion, `pods[${firstIndex + index}]`).map(leader, companions, taken);
  });
}

function isNeeded(member: Service, conversion: Conversion): boolean {
  const reason = helperReason(member);
  if (reason === undefined) return true;
  conversion.ledger.drop(member.path, reason);
  conversion.note('outside', `not needed any more: ${reason}`, { subject: member.name, place: member.tree.place });
  return false;
}

function tellSeveral(leaders: readonly Service[], { gluetun }: Gate, conversion: Conversion): void {
  if (leaders.length < 2) return;
  const names = leaders.map(({ name }) => name).join(' and ');
  conversion.note(
    'decided',
    `${names} get a Pod and a tunnel each: a Pod has one torrent client, bound to its tunnel. With WireGuard each needs a key of its own: two tunnels with one key take each other down`,
    { place: gluetun.tree.place },
  );
}

class PodMapper {
  private readonly ports = new Map<number, string>();

  constructor(
    private readonly gate: Gate,
    private readonly environment: GluetunEnvironment,
    private readonly conversion: Conversion,
    private readonly path: string,
  ) {}

  map(service: Service, companions: readonly Service[], taken: Set<string>): MappedPod {
    const { conversion, environment, gate, path } = this;
    const name = freeName(label(service.name, 40), taken);
    const leader = this.leader(service);
    const torrentPort = this.torrentPort(leader);
    const number = typeof torrentPort === 'number' ? torrentPort : undefined;
    if (leader.webPort !== undefined) this.ports.set(leader.webPort, `${path}.client`);
    if (number !== undefined) this.ports.set(number, `${path}.torrentPort`);
    const vpn = mapVpn(gate.gluetun, environment, conversion, {
      name,
      file: tunnelFile(gate.gluetun, environment, conversion),
    });
    const forwarding = this.forwarding(torrentPort, vpn);
    const isTorrentClient = leader.application !== 'other';
    const volumes = mapVolumes({ path, client: service, companions, isTorrentClient }, conversion);
    const mapped = companions.map((companion, index) =>
      mapCompanion(companion, conversion, {
        path: `${path}.companions[${index}]`,
        variables: environmentOf(companion, conversion),
        volumes: volumes.companions.get(companion) ?? { storage: [], shared: [] },
        webPort: this.companionPort(companion, index),
        secret: `${name}-companions`,
      }),
    );
    const address = `${name}.${conversion.options.namespace}`;
    for (const member of [service, ...companions]) tellLeftOut(member, conversion, address);
    accountForPorts(gate, { web: this.ports, torrentPort: number }, conversion);
    const pod = {
      name,
      namespace: conversion.options.namespace,
      torrentPort: forwarding.torrentPort,
      vpn: { ...vpn.vpn, portForwarding: forwarding.portForwarding },
      gluetun: this.gluetun(vpn, name),
      client: mapClient(leader, conversion, { name, path, isDynamic: forwarding.torrentPort === 'dynamic' }),
      companions: mapped.length === 0 ? undefined : mapped,
      storage: volumes.storage,
    };
    const secrets = [{ name: vpn.secret, keys: vpn.keys }, ...webUiSecret(leader.application, name, forwarding)];
    return { pod, name, secrets, names: namesOf(gate), address };
  }

  private leader(service: Service): Leader {
    const variables = environmentOf(service, this.conversion);
    const found = torrentClientOf(service);
    const application = APPLICATIONS.find((known) => known === found) ?? 'other';
    return { service, application, variables, webPort: webPortOf(service, variables, this.gate, this.conversion) };
  }

  private torrentPort({ application, service, variables, webPort }: Leader): number | 'dynamic' | 'none' | Remark {
    const port = torrentPortOf({ service, variables, webPort }, this.environment, this.conversion);
    if (port === 'dynamic' && application === 'other') {
      this.conversion.note(
        'decided',
        `no port is forwarded to ${service.name}: Podlock can tell torrent clients their port, not this program`,
        { place: service.tree.place },
      );
      return 'none';
    }
    return port;
  }

  private forwarding(torrentPort: number | 'dynamic' | 'none' | Remark, { provider }: MappedVpn): Forwarding {
    const given = this.environment.get('VPN_PORT_FORWARDING_PROVIDER');
    if (torrentPort !== 'dynamic') {
      if (given !== undefined)
        this.conversion.ledger.drop(given.path, 'no port is forwarded by the provider at each start');
      return { torrentPort };
    }
    if (provider === 'custom' && given !== undefined) {
      this.conversion.ledger.map(given.path, `${this.path}.vpn.portForwarding.provider`);
      return { torrentPort, portForwarding: { provider: this.conversion.needed(given)?.toLowerCase() } };
    }
    if (given !== undefined) this.conversion.ledger.drop(given.path, 'the provider itself says it');
    if (FORWARDING.includes(provider)) return { torrentPort };
    const switchedOn = this.environment.get('VPN_PORT_FORWARDING');
    this.conversion.note(
      'was wrong',
      `gluetun forwards no port with ${provider}, and would not start with VPN_PORT_FORWARDING=on`,
      {
        lock: 'torrent-port',
        ...(switchedOn !== undefined && { place: switchedOn.place }),
      },
    );
    return { torrentPort: new Remark(`gluetun cannot forward a port with ${provider}.`, 'none') };
  }

  private companionPort(companion: Service, index: number): number | undefined {
    const port = webPortOf(companion, environmentOf(companion, this.conversion), this.gate, this.conversion);
    if (port === undefined) return undefined;
    if (this.ports.has(port) || GLUETUN_PORTS.includes(port)) {
      const owner = this.ports.get(port) ?? 'gluetun';
      this.conversion.note(
        'fill in',
        `the port of ${companion.name}: ${port} is taken in this Pod by ${owner}; set another in the program and in webUi`,
        { place: companion.tree.place },
      );
      return undefined;
    }
    this.ports.set(port, `${this.path}.companions[${index}]`);
    return port;
  }

  private gluetun({ type }: MappedVpn, name: string): SourceObject | undefined {
    const settings = mapGluetun(this.gate.gluetun, this.environment, this.conversion, type);
    const proxies = mapProxies(this.environment, this.conversion, `${name}-gluetun`);
    const all: SourceObject = { ...settings, ...proxies };
    return Object.values(all).every((value) => value === undefined) ? undefined : all;
  }
}

/** A torrent client has a password, whose hash it is given. */
function webUiSecret(client: Application, name: string, { torrentPort }: Forwarding): readonly SecretDemand[] {
  if (client === 'other') return [];
  const login = torrentPort === 'dynamic' ? { loginSecret: `${name}-login` } : {};
  return [{ name: `${name}-webui`, keys: [], webUi: { client, ...login } }];
}

interface Forwarding {
  readonly torrentPort: SourceValue;
  readonly portForwarding?: SourceObject;
}

const APPLICATIONS: readonly Application[] = ['qbittorrent', 'transmission', 'deluge', 'rtorrent'];

/** Providers with which gluetun forwards a port anew at each start. */
const FORWARDING: readonly Provider[] = ['private internet access', 'protonvpn', 'privatevpn', 'perfect privacy'];

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  taken.add(free);
  return free;
}
