import { drop, editScript, type LockedManifests, set, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'dnsPolicy is not set',
    change: ({ pod }) => drop(pod, 'dnsPolicy'),
    findings: [
      "leak spec.template.spec: dnsPolicy is not set, so it is ClusterFirst, and it puts the cluster's DNS into /etc/resolv.conf",
    ],
  },
  {
    name: "dnsPolicy is the cluster's",
    change: ({ pod }) => set(pod, 'dnsPolicy', 'ClusterFirst'),
    findings: [
      "leak spec.template.spec.dnsPolicy: dnsPolicy ClusterFirst puts the cluster's DNS into /etc/resolv.conf",
    ],
  },
  {
    name: "dnsPolicy is the node's",
    change: ({ pod }) => set(pod, 'dnsPolicy', 'Default'),
    findings: ["leak spec.template.spec.dnsPolicy: dnsPolicy Default puts the node's resolver into /etc/resolv.conf"],
  },
  {
    name: "the nameserver is the cluster's",
    change: ({ pod }) => set(pod, 'dnsConfig', { nameservers: ['10.43.0.10'] }),
    findings: ['leak spec.template.spec.dnsConfig.nameservers[0]: names go to 10.43.0.10, which no tunnel leads to'],
  },
  {
    name: 'a public nameserver stands beside gluetun',
    change: ({ pod }) => set(pod, 'dnsConfig', { nameservers: ['127.0.0.1', '1.1.1.1'] }),
    findings: [
      'risk spec.template.spec.dnsConfig.nameservers[1]: names go to 1.1.1.1 in clear text whenever the tunnel lets them',
    ],
  },
  {
    name: 'there is no nameserver',
    change: ({ pod }) => drop(pod, 'dnsConfig'),
    findings: ['leak spec.template.spec.dnsConfig.nameservers: dnsPolicy is None and no nameserver is given'],
  },
  {
    name: "gluetun's DNS server is off by its old name",
    change: ({ gluetun }) => setVariable(gluetun, 'DOT', 'off'),
    findings: ["risk spec.template.spec.initContainers[1].env[8]: DOT switches gluetun's DNS server off"],
  },
  {
    name: "gluetun's DNS server is off",
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_SERVER', 'no'),
    findings: ["risk spec.template.spec.initContainers[1].env[8]: DNS_SERVER switches gluetun's DNS server off"],
  },
  {
    name: 'gluetun keeps the nameserver of the cluster',
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_KEEP_NAMESERVER', 'on'),
    findings: [
      'leak spec.template.spec.initContainers[1].env[8]: DNS_KEEP_NAMESERVER keeps the nameserver that was there before gluetun',
    ],
  },
  {
    name: "gluetun asks the cluster's DNS",
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_ADDRESS', '10.43.0.10'),
    findings: [
      'leak spec.template.spec.initContainers[1].env[8]: DNS_ADDRESS sends names to 10.43.0.10, which no tunnel leads to',
    ],
  },
  {
    name: 'gluetun asks its upstream in clear text',
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_UPSTREAM_RESOLVER_TYPE', 'plain'),
    findings: [
      'advice spec.template.spec.initContainers[1].env[8]: DNS_UPSTREAM_RESOLVER_TYPE sends names in clear text out of the VPN server',
    ],
  },
  {
    name: 'the start script writes the nameserver of the cluster',
    change: ({ gluetun }) => editScript(gluetun, ['nameserver 1.1.1.1', 'nameserver 10.43.0.10']),
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: /etc/resolv.conf of gluetun sends names to 10.43.0.10, which no tunnel leads to',
    ],
  },
  {
    name: 'the client brings its own resolv.conf',
    change: (all) => {
      mountResolvConf(all);
      all.add(
        '{apiVersion: v1, kind: ConfigMap, metadata: {name: names, namespace: downloads}, data: {resolv.conf: nameserver 10.43.0.10}}',
      );
    },
    findings: [
      'leak spec.template.spec.containers[0].volumeMounts[1]: /etc/resolv.conf of qbittorrent sends names to 10.43.0.10, which no tunnel leads to',
    ],
  },
  {
    name: 'the client brings a resolv.conf that the input lacks',
    change: mountResolvConf,
    findings: [
      "leak unknown spec.template.spec.containers[0].volumeMounts[1]: volume names takes the place of qbittorrent's /etc/resolv.conf, and the input lacks what is in it",
    ],
  },
  {
    name: 'a hook of the client writes a public nameserver',
    change: ({ client }) => {
      const command = ['/bin/sh', '-c', 'printf "nameserver 9.9.9.9\\n" > /etc/resolv.conf'];
      client.lifecycle = { postStart: { exec: { command } } };
    },
    findings: [
      'risk spec.template.spec.containers[0].lifecycle.postStart.exec.command[2]: /etc/resolv.conf of qbittorrent sends names to 9.9.9.9 in clear text whenever the tunnel lets them',
    ],
  },
  {
    name: 'gluetun asks the DNS of the cluster',
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_UPSTREAM_PLAIN_ADDRESSES', '1.1.1.1:53,10.43.0.10:53'),
    findings: ['risk spec.template.spec.initContainers[1].env[8]: gluetun asks 10.43.0.10, which no tunnel leads to'],
  },
  {
    name: 'gluetun asks a private DNS by IPv6',
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_UPSTREAM_PLAIN_ADDRESSES', '1.1.1.1:53, [fd00::53]:5353 '),
    findings: ['risk spec.template.spec.initContainers[1].env[8]: gluetun asks fd00::53, which no tunnel leads to'],
  },
  {
    name: 'gluetun asks its upstream in clear text, in capitals',
    change: ({ gluetun }) => setVariable(gluetun, 'DNS_UPSTREAM_RESOLVER_TYPE', 'Plain'),
    findings: [
      'advice spec.template.spec.initContainers[1].env[8]: DNS_UPSTREAM_RESOLVER_TYPE sends names in clear text out of the VPN server',
    ],
  },
];

function mountResolvConf({ pod, client }: LockedManifests): void {
  pod.volumes.push({ name: 'names', configMap: { name: 'names' } });
  client.volumeMounts.push({ name: 'names', mountPath: '/etc/resolv.conf', subPath: 'resolv.conf' });
}
