import { set, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'names of the cluster stand in the Pod',
    change: ({ pod }) => set(pod, 'hostAliases', [{ ip: '10.43.0.20', hostnames: ['nas'] }]),
  },
  {
    name: 'the nameserver is the loopback of IPv6',
    change: ({ pod }) => set(pod, 'dnsConfig', { nameservers: ['::1'] }),
  },
  { name: "gluetun's DNS server is on", change: ({ gluetun }) => setVariable(gluetun, 'DNS_SERVER', 'on') },
];
