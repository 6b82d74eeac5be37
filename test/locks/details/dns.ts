import { set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const ofClient = (mount: number) => `spec.template.spec.containers[0].volumeMounts[${mount}]`;

export const details: readonly Detail[] = [
  {
    name: 'a ConfigMap fills /etc of the client',
    change: (all) => {
      all.pod.volumes.push({ name: 'etc', configMap: { name: 'etc' } });
      all.client.volumeMounts.push({ name: 'etc', mountPath: '/etc' });
      all.addConfigMap('etc', { 'a.conf': 'nameserver 9.9.9.9', 'resolv.conf': 'nameserver\t 10.43.0.10' });
    },
    findings: [
      `leak ${ofClient(1)}: /etc/resolv.conf of qbittorrent sends names to 10.43.0.10, which no tunnel leads to`,
    ],
  },
  {
    name: 'a volume without a resolv.conf takes the place of /etc of the client',
    change: (all) => {
      all.pod.volumes.push({ name: 'etc', configMap: { name: 'etc' } });
      all.client.volumeMounts.push({ name: 'etc', mountPath: '/etc' });
      all.addConfigMap('etc', { hosts: '' });
    },
    findings: [],
  },
  {
    name: 'the client brings a resolv.conf that names gluetun, beside a file that names others',
    change: (all) => {
      all.pod.volumes.push({ name: 'names', configMap: { name: 'names' } });
      for (const file of ['other.conf', 'resolv.conf'])
        all.client.volumeMounts.push({ name: 'names', mountPath: `/etc/${file}`, subPath: file });
      all.addConfigMap('names', { 'other.conf': 'nameserver 10.43.0.10', 'resolv.conf': 'nameserver 127.0.0.1' });
    },
    findings: [],
  },
  {
    name: 'gluetun has its nameserver from a Secret',
    change: (all) => {
      set(all.gluetun, 'envFrom', [{ secretRef: { name: 'names' } }]);
      all.addSecret('names', { DNS_ADDRESS: '10.43.0.10' });
    },
    findings: [
      'leak spec.template.spec.initContainers[1].envFrom[0]: DNS_ADDRESS sends names to another server, which no tunnel leads to',
    ],
  },
  {
    name: 'gluetun asks what is no address',
    change: ({ gluetun }) =>
      setVariable(gluetun, 'DNS_UPSTREAM_PLAIN_ADDRESSES', 'x[fd00::53]:53,[fd00::53]:53x,x10.0.0.1:53,10.0.0.1:5x'),
    findings: ['10.0.0.1:5x', '[fd00::53]:53x', 'x10.0.0.1:53', 'x[fd00::53]:53'].map(
      (server) => `risk spec.template.spec.initContainers[1].env[8]: gluetun asks ${server}, which no tunnel leads to`,
    ),
  },
  {
    name: 'gluetun asks a private DNS by IPv6 without a port, and itself',
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_UPSTREAM_PLAIN_ADDRESSES', '[fd00::53],127.0.0.1:53'),
    findings: ['risk spec.template.spec.initContainers[1].env[8]: gluetun asks fd00::53, which no tunnel leads to'],
  },
];
