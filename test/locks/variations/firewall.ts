import { setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the firewall is on',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', 'on'),
  },
  {
    name: 'the switch is empty',
    change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', ''),
  },
  {
    name: 'post-rules tighten the firewall',
    change: (all) => {
      all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
      all.gluetun.volumeMounts.push({
        name: 'rules',
        mountPath: '/iptables/post-rules.txt',
        subPath: 'post-rules.txt',
      });
      all.add(
        '{apiVersion: v1, kind: ConfigMap, metadata: {name: rules, namespace: downloads}, data: {post-rules.txt: iptables -I OUTPUT 1 -o eth0 -m conntrack --ctstate ESTABLISHED -j DROP}}',
      );
    },
  },
  {
    name: 'the client reads the forwarded port where gluetun writes it',
    change: ({ pod, gluetun, client }) => {
      pod.volumes.push({ name: 'port', emptyDir: {} });
      gluetun.volumeMounts.push({ name: 'port', mountPath: '/tmp/gluetun' });
      client.volumeMounts.push({ name: 'port', mountPath: '/tmp/gluetun' });
    },
  },
  {
    name: 'gluetun keeps its list of servers on a volume of its own',
    change: ({ pod, gluetun }) => {
      pod.volumes.push({ name: 'servers', persistentVolumeClaim: { claimName: 'servers' } });
      gluetun.volumeMounts.push({ name: 'servers', mountPath: '/gluetun' });
    },
  },
];
