import { drop, type LockedManifests, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

/** The provider's WireGuard port (gluetun v3.41.3). */
const wireguard: Readonly<Record<string, number>> = {
  ...{ AirVPN: 1637, fastestvpn: 51820, ivpn: 58237, mullvad: 51820, nordvpn: 51820, protonvpn: 51820 },
  ...{ surfshark: 51820, windscribe: 1194 },
};

/** The provider's OpenVPN ports by UDP, and by TCP (gluetun v3.41.3). */
const openvpn: Readonly<Record<string, readonly [udp: readonly number[], tcp: readonly number[]]>> = {
  ...{ airvpn: [[1194], [443]], cyberghost: [[443], [443]], expressvpn: [[1195], []], fastestvpn: [[4443], [4443]] },
  ...{ giganews: [[443], []], hidemyass: [[553], [8080]], ipvanish: [[443], []], ivpn: [[1194], [443]] },
  ...{ Mullvad: [[1194], [443]], nordvpn: [[1194], [443]], 'perfect privacy': [[443], [443]] },
  ...{
    privado: [[1194], [1194]],
    'private internet access': [
      [1197, 1198],
      [501, 502],
    ],
    privatevpn: [[1194], [443]],
  },
  ...{ protonvpn: [[1194], [443]], purevpn: [[53], [80]], slickvpn: [[443], [443]], surfshark: [[1194], [1443]] },
  ...{
    torguard: [[1912], [1912]],
    vpnsecure: [[1282], [110]],
    'vpn unlimited': [[1197], [1197]],
    vyprvpn: [[443], []],
  },
  windscribe: [[1194], [443]],
};

type Protocol = 'UDP' | 'TCP';

/** gluetun has these settings, and the only egress rule leads to these ports. */
function leaves(settings: Readonly<Record<string, string>>, protocol: Protocol, ports: readonly (number | string)[]) {
  return (all: LockedManifests): void => {
    drop(all.gluetun, 'envFrom');
    all.gluetun.env = all.gluetun.env.filter(({ name }: { name: string }) => !/^VPN_(?:TYPE|SERVICE)/.test(name));
    for (const [name, value] of Object.entries(settings)) setVariable(all.gluetun, name, value);
    set(
      all.policy.spec.egress[0],
      'ports',
      ports.map((port) => ({ protocol, port })),
    );
  };
}

const wrong = (protocol: Protocol, ...ports: readonly (number | string)[]) =>
  ports.map(
    (port) => `risk spec.egress[0].ports: lets the Pod reach ${protocol} ${port}, which is not the VPN endpoint's`,
  );

/** The right ports and port 7, which is nobody's; with none known, any but that of DNS may be right. */
function provider(settings: Readonly<Record<string, string>>, protocol: Protocol, right: readonly number[]): Detail {
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return {
    name: `gluetun has ${text.join(' ')}, and a rule leads to ${protocol} ${[...right, 7].join(', ')}`,
    change: leaves(settings, protocol, [...right, 7]),
    findings: right.length === 0 ? [] : wrong(protocol, 7),
  };
}

const named = (name: string, type: string) => ({ VPN_SERVICE_PROVIDER: name, VPN_TYPE: type });

/** One setting of gluetun's comes from where the input does not show. */
function unseen(name: string, settings: Readonly<Record<string, string>>): Detail {
  return {
    name: `the input lacks ${name}, and a rule leads to a port that may be right, and to that of DNS`,
    change: (all) => {
      leaves(settings, 'UDP', [7, 53])(all);
      all.gluetun.env.push({ name, valueFrom: { configMapKeyRef: { name: 'elsewhere', key: 'k' } } });
    },
    findings: wrong('UDP', 53),
  };
}

export const details: readonly Detail[] = [
  ...Object.entries(wireguard).map(([name, port]) => provider(named(name, 'WireGuard'), 'UDP', [port])),
  ...Object.entries(openvpn).flatMap(([name, [udp, tcp]]) => [
    provider({ VPN_SERVICE_PROVIDER: name }, 'UDP', udp),
    provider({ ...named(name, 'openvpn'), OPENVPN_PROTOCOL: 'TCP' }, 'TCP', tcp),
  ]),
  provider(named('custom', 'wireguard'), 'UDP', []),
  provider(named('custom', 'openvpn'), 'UDP', []),
  provider({ VPN_TYPE: 'wireguard' }, 'UDP', []),
  ...['WIREGUARD_ENDPOINT_PORT', 'VPN_ENDPOINT_PORT'].map((name) =>
    provider({ ...named('mullvad', 'wireguard'), [name]: '4000' }, 'UDP', [4000]),
  ),
  ...['OPENVPN_ENDPOINT_PORT', 'VPN_ENDPOINT_PORT', 'OPENVPN_PORT', 'PORT'].map((name) =>
    provider({ ...named('mullvad', 'openvpn'), [name]: '4000' }, 'UDP', [4000]),
  ),
  provider({ ...named('mullvad', 'wireguard'), WIREGUARD_ENDPOINT_PORT: 'x' }, 'UDP', []),
  unseen('VPN_TYPE', { VPN_SERVICE_PROVIDER: 'mullvad' }),
  unseen('OPENVPN_PROTOCOL', named('mullvad', 'openvpn')),
  unseen('WIREGUARD_ENDPOINT_PORT', named('mullvad', 'wireguard')),
  {
    name: 'a rule leads to the right port by the other protocol, by a name, and to a range',
    change: (all) => {
      leaves(named('mullvad', 'wireguard'), 'TCP', [51820, 'wireguard'])(all);
      all.policy.spec.egress[0].ports.push(
        { protocol: 'UDP', port: 51820, endPort: 51820 },
        { protocol: 'UDP', port: 51820, endPort: 51821 },
      );
    },
    findings: [...wrong('TCP', 51820, 'wireguard'), ...wrong('UDP', '51820-51821')],
  },
];
