import { parseIpRange } from '../network/ip-range';
import type { Conversion } from './conversion';
import type { Gate } from './find-gates';
import type { GluetunEnvironment } from './gluetun-environment';
import { containerNames, type Service } from './service';
import { at, itemsOf, textAt, textsOf } from './tree';
import { withoutMarks } from './unset';

/** What was wrong with the original beside its ports, images and keys, and which lock closes it now. */
export function tellWeaknesses(gate: Gate, environment: GluetunEnvironment, conversion: Conversion): void {
  for (const member of gate.members) {
    tellStart(member, gate, conversion);
    tellPrivileges(member, conversion);
  }
  tellPrivileges(gate.gluetun, conversion, ['NET_ADMIN']);
  tellFirewall(environment, conversion);
  tellNames(gate, environment, conversion);
}

/** A member that does not wait until the tunnel is healthy. */
function tellStart(member: Service, { anchor, gluetun }: Gate, conversion: Conversion): void {
  const names = [gluetun, ...(anchor === undefined ? [] : [anchor])].flatMap(containerNames);
  const conditions = names.flatMap((name) => textAt(member.tree, 'depends_on', name, 'condition') ?? []);
  if (conditions.includes('service_healthy')) return;
  conversion.note('was wrong', 'starts without waiting for a healthy tunnel', {
    subject: member.name,
    lock: 'startup-gate',
    place: member.tree.place,
  });
}

function tellPrivileges(service: Service, conversion: Conversion, allowed: readonly string[] = []): void {
  const { name, tree } = service;
  if (withoutMarks(textAt(tree, 'privileged') ?? '') === 'true') {
    conversion.note('was wrong', 'is privileged: it can go past every firewall', {
      subject: name,
      lock: 'raw-sockets',
      place: at(tree, 'privileged')?.place ?? tree.place,
    });
  }
  const added = textsOf(at(tree, 'cap_add'))
    .map((text) => text.replace(/^CAP_/, ''))
    .filter((capability) => !allowed.includes(capability));
  if (added.length > 0) {
    conversion.note('was wrong', `has the capabilities ${added.join(', ')}, which it does not get any more`, {
      subject: name,
      lock: 'raw-sockets',
      place: at(tree, 'cap_add')?.place ?? tree.place,
    });
  }
  const devices = itemsOf(at(tree, 'devices')).flatMap((device) => textAt(device, 'source') ?? []);
  const lost = devices.filter((device) => device !== '/dev/net/tun');
  if (lost.length > 0) {
    conversion.note('decided', `no longer has ${lost.join(', ')}: Pods behind the locks have no devices`, {
      subject: name,
      place: at(tree, 'devices')?.place ?? tree.place,
    });
  }
  const sysctls = textAt(tree, 'sysctls', 'net.ipv6.conf.all.disable_ipv6');
  if (sysctls === '0')
    conversion.note('was wrong', `${name} switches IPv6 on beside the tunnel`, {
      lock: 'egress-policy',
      place: tree.place,
    });
}

function tellFirewall(environment: GluetunEnvironment, conversion: Conversion): void {
  const firewall = environment.get('FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT');
  if (firewall !== undefined && /^(?:off|no|false|0)$/i.test(firewall.text)) {
    conversion.note('was wrong', `${firewall.name}=off switches off gluetun's firewall, the kill switch`, {
      lock: 'firewall',
      place: firewall.place,
    });
  }
  const subnets = environment.get('FIREWALL_OUTBOUND_SUBNETS');
  if (subnets === undefined || withoutMarks(subnets.text) === '') return;
  const wide = subnets.text.split(',').some((text) => isWide(text.trim()));
  const what = wide ? 'wide networks' : 'a network';
  conversion.note(
    'was wrong',
    `${subnets.name} lets everything in the Pod out to ${what} beside the tunnel; what it must reach there is "hosts" of the declaration, one address and port each`,
    {
      lock: 'firewall',
      place: subnets.place,
    },
  );
}

/** More than a home network: 65,536 addresses and more. */
function isWide(text: string): boolean {
  try {
    return parseIpRange(text).prefixLength <= 16;
  } catch {
    return false;
  }
}

function tellNames(gate: Gate, environment: GluetunEnvironment, conversion: Conversion): void {
  for (const name of ['DNS_SERVER', 'DNS_ADDRESS', 'DNS_KEEP_NAMESERVER'] as const) {
    const variable = environment.get(name);
    if (variable === undefined) continue;
    const isHarmless =
      name === 'DNS_SERVER' ? /^on$/i.test(variable.text) : /^(?:off|127\.0\.0\.1|)$/i.test(variable.text);
    if (isHarmless) continue;
    conversion.note('was wrong', `${variable.name} has names asked of another resolver than gluetun's own`, {
      lock: 'dns',
      place: variable.place,
    });
  }
  const dns = at(gate.gluetun.tree, 'dns');
  if (dns !== undefined)
    conversion.note(
      'was wrong',
      `${gate.gluetun.name} has resolvers of its own in "dns", which are asked before the tunnel is up`,
      { lock: 'dns', place: dns.place },
    );
}
