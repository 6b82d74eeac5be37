import { type GluetunSettings, gluetunSettings, parseSwitch } from '../../manifest/gluetun-settings';
import { fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock, Severity } from '../lock';
import { judgeServer } from './name-server';
import { ownResolvConf } from './own-resolv-conf';

export const check: Check = (pod) => {
  const settings = gluetunSettings(pod);
  return [
    ...resolvConf(pod),
    ...ownResolvConf(pod),
    ...ownServer(settings),
    ...address(settings),
    ...upstream(settings),
    ...plainUpstreams(settings),
  ];
};

/** What the kubelet writes into /etc/resolv.conf of every container. */
function resolvConf({ workload: { podSpec, podSpecPath } }: VpnPod): OpenLock[] {
  const policy = textOf(podSpec['dnsPolicy']);
  if (policy !== 'None') {
    const path = policy === undefined ? podSpecPath : [...podSpecPath, 'dnsPolicy'];
    const resolver = policy === 'Default' ? "the node's resolver" : "the cluster's DNS";
    return [
      {
        state: 'open',
        message: `dnsPolicy ${policy ?? 'is not set, so it is ClusterFirst, and it'} puts ${resolver} into /etc/resolv.conf`,
        path,
      },
    ];
  }
  const path = [...podSpecPath, 'dnsConfig', 'nameservers'];
  const servers = itemsOf(fieldsOf(podSpec['dnsConfig'])['nameservers']);
  if (servers.length === 0) return [{ state: 'open', message: 'dnsPolicy is None and no nameserver is given', path }];
  return servers.flatMap((server, index) => {
    const text = textOf(server) ?? '';
    const found = judgeServer(text);
    return found === undefined
      ? []
      : [
          {
            state: 'open',
            message: `names go to ${text}${found.why}`,
            path: [...path, index],
            severity: found.severity,
          },
        ];
  });
}

/** The same switch under its three names (gluetun v3.41.3: DNS_SERVER; DOT of old; DNS_KEEP_NAMESERVER). */
function ownServer(settings: GluetunSettings): OpenLock[] {
  return [
    ...switchedTo(settings, 'DNS_SERVER', false, "switches gluetun's DNS server off", 'risk'),
    ...switchedTo(settings, 'DOT', false, "switches gluetun's DNS server off", 'risk'),
    ...switchedTo(settings, 'DNS_KEEP_NAMESERVER', true, 'keeps the nameserver that was there before gluetun', 'leak'),
  ];
}

function switchedTo(
  settings: GluetunSettings,
  name: string,
  to: boolean,
  what: string,
  severity: Severity,
): OpenLock[] {
  const setting = settings.get(name);
  if (setting.kind !== 'value' || parseSwitch(setting.value) !== to) return [];
  return [{ state: 'open', message: `${name} ${what}`, path: setting.path, severity }];
}

function address(settings: GluetunSettings): OpenLock[] {
  const setting = settings.get('DNS_ADDRESS');
  if (setting.kind !== 'value') return [];
  const found = judgeServer(setting.value);
  if (found === undefined) return [];
  const where = setting.secret ? 'another server' : setting.value;
  return [
    {
      state: 'open',
      message: `DNS_ADDRESS sends names to ${where}${found.why}`,
      path: setting.path,
      severity: found.severity,
    },
  ];
}

function upstream(settings: GluetunSettings): OpenLock[] {
  const setting = settings.get('DNS_UPSTREAM_RESOLVER_TYPE');
  if (setting.kind !== 'value' || setting.value.toLowerCase() !== 'plain') return [];
  return [
    {
      state: 'open',
      message: 'DNS_UPSTREAM_RESOLVER_TYPE sends names in clear text out of the VPN server',
      path: setting.path,
      severity: 'advice',
      remedy: 'Leave it at DoT.',
    },
  ];
}

/** Addresses with ports, by commas (gluetun v3.41.3, DNS_UPSTREAM_PLAIN_ADDRESSES). */
function plainUpstreams(settings: GluetunSettings): OpenLock[] {
  const setting = settings.get('DNS_UPSTREAM_PLAIN_ADDRESSES');
  if (setting.kind !== 'value' || setting.secret) return [];
  return setting.value.split(',').flatMap((entry): OpenLock[] => {
    const server = entry.trim().replace(/^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2');
    const found = judgeServer(server);
    if (found?.severity !== 'leak') return [];
    return [{ state: 'open', message: `gluetun asks ${server}${found.why}`, path: setting.path, severity: 'risk' }];
  });
}
