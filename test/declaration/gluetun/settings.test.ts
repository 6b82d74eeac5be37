import { OBSOLETE, OLD_NAMES } from '../../../lib/declaration/gluetun/old-names';
import { knownVariable } from '../../../lib/declaration/gluetun/settings-schema';
import { type Place, VARIABLES } from '../../../lib/declaration/gluetun/variables';
import { FILTERS } from '../../../lib/declaration/providers';
import { exampleWith, mistakesIn } from '../example-declaration';

const settings = (values: unknown) => mistakesIn(exampleWith({ 'pods.0.gluetun': { settings: values } }));
const rows = Object.entries(VARIABLES) as [string, Place][];
const at = 'pods[0].gluetun.settings';

test('of all variables only those without a place of their own can be set', () => {
  const accepted = rows
    .map(([name]) => name)
    .filter((name) => ['on', '1.1.1.1', '1.1.1.1:443'].some((value) => settings({ [name]: value }).length === 0));
  expect(accepted).toEqual(rows.filter(([, { kind }]) => kind === 'setting').map(([name]) => name));
  expect(accepted).toHaveLength(5);
});

test('every filter of the providers is in the table', () => {
  for (const [filter, { variable }] of Object.entries(FILTERS)) {
    expect(knownVariable(variable, 'wireguard')?.place).toEqual({ kind: 'declared', path: `vpn.servers.${filter}` });
  }
});

test.each([
  [
    'DOT',
    "the name of old for DNS_SERVER; opens the lock dns: gluetun's own DNS server is the only one that asks through the tunnel",
  ],
  ['VPNSP', 'the name of old for VPN_SERVICE_PROVIDER; has a key of its own: vpn.provider'],
  [
    'FIREWALL',
    "the name of old for FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT; opens the lock firewall: gluetun's firewall stays on",
  ],
  [
    'EXTRA_SUBNETS',
    'the name of old for FIREWALL_OUTBOUND_SUBNETS; opens the lock firewall: what may be reached beside the tunnel has no switch',
  ],
  ['REGION', 'the name of old for SERVER_REGIONS; has a key of its own: vpn.servers.regions'],
  ['UNBLOCK', 'the name of old for DNS_UNBLOCK_HOSTNAMES; has a key of its own: gluetun.dns.unblockHostnames'],
  ['FIREWALL_DEBUG', 'is not for setting: it logs every rule, and nothing is learnt that the guard does not print'],
  ['PPROF_ENABLED', 'opens the lock inbound: the profiler shows what is in memory, keys among it'],
  [
    'OPENVPN_PASSWORD_SECRETFILE',
    'holds a secret, which never stands in a declaration: gluetun reads it from the Secret of vpn.credentials.secret',
  ],
  ['VPN_UP_COMMAND', 'is not in gluetun v3.41.3, the release that Podlock writes for: a later one has it'],
  ['AMNEZIAWG_JC', 'is not in gluetun v3.41.3, the release that Podlock writes for: a later one has it'],
  ['SOCKS5_ENABLED', 'is not in gluetun v3.41.3, the release that Podlock writes for: a later one has it'],
  ['VERSION_INFORMATON', 'no variable of gluetun v3.41.3; did you mean "VERSION_INFORMATION"?'],
  [
    'DNS_CACHIN',
    'no variable of gluetun v3.41.3; did you mean "DNS_CACHING"? It has a key of its own: gluetun.dns.caching',
  ],
  ['toString', expect.stringMatching(/^no variable of gluetun v3\.41\.3; allowed are "PMTUD_ICMP_ADDRESSES", /)],
])('fails on %s with the way out', (name, message) => {
  const [line = '', ...others] = settings({ [name]: 'x' });
  expect(others).toEqual([]);
  expect([line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]).toEqual([`${at}.${name}`, message]);
});

test('no value of a secret is shown', () => {
  const lines = settings({ WIREGUARD_PRIVATE_KEY: 'hunter2', PROXY_PASSWORD: 'hunter2', OPENVPN_KEY: 'hunter2' });
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain('hunter2');
});

test('every name of old leads to a present one, and none is both', () => {
  for (const [old, present] of Object.entries(OLD_NAMES)) {
    expect(Object.hasOwn(VARIABLES, present)).toBe(true);
    expect(Object.hasOwn(VARIABLES, old)).toBe(false);
    expect(Object.hasOwn(OBSOLETE, old)).toBe(false);
    expect(settings({ [old]: 'on' })).toEqual([expect.stringContaining(`the name of old for ${present}`)]);
  }
});

test('a name of old that WireGuard and OpenVPN share is of the tunnel that there is', () => {
  expect(knownVariable('VPN_ENDPOINT_PORT', 'openvpn')?.name).toBe('OPENVPN_ENDPOINT_PORT');
  expect(knownVariable('VPN_ENDPOINT_PORT', 'wireguard')?.name).toBe('WIREGUARD_ENDPOINT_PORT');
  expect(knownVariable('WHATEVER', 'wireguard')).toBeUndefined();
});

test.each([
  [{ VERSION_INFORMATION: true }, `${at}.VERSION_INFORMATION: true is neither "on" nor "off"`],
  [
    { PMTUD_ICMP_ADDRESSES: '1.1.1.1,10.0.0.1' },
    `${at}.PMTUD_ICMP_ADDRESSES: "10.0.0.1" is not a public address, so no tunnel leads there`,
  ],
  [{ PMTUD_TCP_ADDRESSES: '$(SECRET):443' }, expect.stringContaining(`${at}.PMTUD_TCP_ADDRESSES: `)],
  ['DOT=off', 'pods[0].gluetun.settings: the value is not an object'],
])('fails on the value of %j', (values, message) => {
  expect(settings(values)).toEqual([message]);
});
