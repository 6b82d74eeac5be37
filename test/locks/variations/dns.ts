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
  {
    name: "gluetun's settings say what they say by default",
    change: ({ gluetun }) => {
      setVariable(gluetun, 'DNS_ADDRESS', '127.0.0.1');
      setVariable(gluetun, 'DNS_UPSTREAM_RESOLVER_TYPE', 'dot');
      setVariable(gluetun, 'DNS_UPSTREAM_PLAIN_ADDRESSES', '[2606:4700:4700::1111]:53,1.1.1.1:53,9.9.9.9');
    },
  },
  {
    name: 'a hook of the client speaks of a nameserver and writes no resolv.conf',
    change: ({ client }) => {
      client.lifecycle = { postStart: { exec: { command: ['/bin/sh', '-c', 'echo nameserver 10.43.0.10'] } } };
    },
  },
];
