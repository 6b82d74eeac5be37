import { guardScript } from '../../lib/pod/guard';
import { drop, editScript, type LockedManifests, type Loose, set, setVariable, unsetVariable } from './locked-manifests';

/** Another way to close a lock than that of test/fixtures/locked-pod.yaml. */
export interface Variation {
  /** A fact about the changed manifests. */
  readonly name: string;
  change(manifests: LockedManifests): void;
}

function guardWith({ guard }: LockedManifests, script: string): void {
  guard.command = ['/bin/sh', '-c'];
  guard.args = [script];
}

/** Manifests that leave no lock open, although they look different. Each must have no finding at all. */
export const variations: Readonly<Record<string, readonly Variation[]>> = {
  'shared-namespace': [
    { name: 'hostNetwork is written as false', change: ({ pod }) => set(pod, 'hostNetwork', false) },
    {
      name: 'a second program shares the Pod',
      change: ({ pod, client }) => pod.containers.push({ ...client, name: 'prowlarr', image: 'lscr.io/linuxserver/prowlarr:1.37.0', ports: [] }),
    },
  ],
  'startup-gate': [
    {
      name: 'the probe asks the health server over HTTP',
      change: ({ gluetun }) => {
        setVariable(gluetun, 'HEALTH_SERVER_ADDRESS', ':9999');
        gluetun.startupProbe = { httpGet: { port: 9999, path: '/' }, periodSeconds: 5, failureThreshold: 60 };
      },
    },
    {
      name: 'the window is long by its delay',
      change: ({ gluetun }) => {
        gluetun.startupProbe = { exec: gluetun.startupProbe.exec, initialDelaySeconds: 30, failureThreshold: 3 };
      },
    },
    {
      name: 'an init container behind gluetun waits for its health',
      change: ({ pod, gluetun, configure }) => {
        delete gluetun.startupProbe;
        const command = ['/bin/sh', '-c', 'until wget -qO- http://127.0.0.1:9999; do sleep 1; done'];
        pod.initContainers.splice(2, 0, { ...configure, name: 'wait', command, env: [] });
      },
    },
    {
      name: 'another program runs behind the guard, where it reaches nobody',
      change: ({ pod, configure }) => pod.initContainers.splice(1, 0, { ...configure, name: 'permissions' }),
    },
  ],
  firewall: [
    { name: 'the firewall is on', change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', 'on') },
    { name: 'the switch is empty', change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', '') },
    { name: 'one small network is an outbound subnet', change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '192.168.1.0/24,fd00:1::/64') },
    {
      name: 'post-rules tighten the firewall',
      change: (all) => {
        all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
        all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables/post-rules.txt', subPath: 'post-rules.txt' });
        all.add('{apiVersion: v1, kind: ConfigMap, metadata: {name: rules, namespace: downloads}, data: {post-rules.txt: iptables -I OUTPUT 1 -o eth0 -m conntrack --ctstate ESTABLISHED -j DROP}}');
      },
    },
  ],
  uplink: [
    {
      name: "the guard runs Podlock's own script",
      change: (all) => guardWith(all, guardScript({ tunnelInterface: 'tun0', inbound: [{ protocol: 'tcp', port: 8080 }] })),
    },
    {
      name: 'the guard pins the endpoint and tells answers apart by their address',
      change: (all) => {
        setVariable(all.gluetun, 'WIREGUARD_ENDPOINT_IP', '185.10.10.10');
        guardWith(
          all,
          `set -e
           for table in iptables ip6tables; do
             "$table" --table mangle --policy OUTPUT DROP
             "$table" -w 5 -t mangle --append OUTPUT -o lo -j ACCEPT
             "$table" -t mangle -A OUTPUT -o tun0 -j ACCEPT
           done
           iptables -t mangle -A OUTPUT -o eth0 -p udp -d 185.10.10.10/32 --dport 1637 -j ACCEPT
           iptables -t mangle -A OUTPUT -o eth0 -m conntrack --ctstate ESTABLISHED --ctdir REPLY ! --ctorigdst 10.191.158.14 -j ACCEPT`,
        );
      },
    },
    {
      name: 'the guard restores a whole table from a file that it writes',
      change: (all) =>
        guardWith(
          all,
          `set -eu
cat > /tmp/rules <<EOF
*raw
:OUTPUT DROP [0:0]
-A OUTPUT -o lo -j ACCEPT
-A OUTPUT -o \${TUNNEL:-tun0} -j ACCEPT
-A OUTPUT -m mark --mark 51820 -j ACCEPT
COMMIT
