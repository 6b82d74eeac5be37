import { guardScript } from '../../../lib/pod/guard';
import { editScript, type LockedManifests, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: "the guard runs Podlock's own script",
    change: (all) =>
      guardWith(all, guardScript({ tunnelInterface: 'tun0', inbound: [{ protocol: 'tcp', port: 8080 }] })),
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
           iptables -t mangle -A OUTPUT -o eth0 -m conntrack --ctstate ESTABLISHED --ctdir REPLY ! --ctorigdst 10.191.158.14 -d 10.0.0.0/8 -j ACCEPT`,
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
EOF
iptables-restore /tmp/rules
ip6tables-restore < /tmp/rules`,
      ),
  },
  {
    name: "the guard's script is in a ConfigMap of the input",
    change: (all) => {
      const [script] = all.guard.args;
      all.guard.command = ['/bin/sh', '/guard/guard.sh'];
      delete all.guard.args;
      all.guard.volumeMounts = [{ name: 'guard', mountPath: '/guard' }];
      all.pod.volumes.push({ name: 'guard', configMap: { name: 'guard' } });
      const data = JSON.stringify({ 'guard.sh': `set -e\n${script}` });
      all.add(`{apiVersion: v1, kind: ConfigMap, metadata: {name: guard, namespace: downloads}, data: ${data}}`);
    },
  },
  {
    name: "gluetun's own start script sets the rules before it becomes gluetun",
    change: ({ pod, guard, gluetun }) => {
      const [script] = guard.args;
      editScript(gluetun, ['exec /gluetun', `${script}\nexec /gluetun`]);
      pod.initContainers.shift();
    },
  },
  {
    name: 'OpenVPN marks its packets',
    change: ({ gluetun, policy }) => {
      setVariable(gluetun, 'VPN_TYPE', 'openvpn');
      setVariable(gluetun, 'OPENVPN_FLAGS', '--mark 51820');
      policy.spec.egress[0].ports[0].port = 1194;
    },
  },
  {
    name: 'the guard marks in a chain that only private addresses enter, and not from the tunnel',
    change: ({ guard }) =>
      editScript(
        guard,
        [
          /^ *iptables -t mangle -A PREROUTING -s \S+ (.*)\n *ip6tables .*CONNMARK.*$/m,
          'iptables -t mangle -N near\niptables -t mangle -A near $1\niptables -t mangle -A PREROUTING ! -i tun0 -s 10.0.0.0/8 -j near',
        ],
        [/-A PREROUTING -i tun0 -j RETURN/, '-A PREROUTING -i tun9 -j RETURN'],
      ),
  },
  {
    name: 'the start script marks what private addresses ask by eth0',
    change: ({ gluetun }) =>
      editScript(gluetun, [
        'exec /gluetun',
        'iptables -t mangle -A PREROUTING -i eth0 -s 192.168.0.0/16 -j CONNMARK --set-mark 1\nexec /gluetun',
      ]),
  },
  {
    name: 'hooks and commands of gluetun run programs that are known',
    change: ({ gluetun }) => {
      gluetun.readinessProbe = { exec: { command: ['/gluetun-entrypoint', 'healthcheck'] } };
      gluetun.lifecycle = {
        preStop: { exec: { command: ['/bin/sh', '-c', 'timeout 5 nc -z 127.0.0.1 9999; sleep 5'] } },
      };
      setVariable(
        gluetun,
        'VPN_PORT_FORWARDING_UP_COMMAND',
        '/bin/sh -c \'wget -qO- --post-data "p={{PORT}}" http://127.0.0.1:8080/ | sed s/a/e/ >/tmp/port\'',
      );
      setVariable(gluetun, 'PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
    },
  },
  {
    name: 'the guard reads with awk and sed, and has the modules of the kernel',
    change: ({ pod, guard }) => {
      pod.volumes.push({ name: 'modules', hostPath: { path: '/lib/modules' } });
      guard.volumeMounts = [{ name: 'modules', mountPath: '/lib/modules', readOnly: true }];
      editScript(guard, [
        'for iptables in',
        "ip -br addr | awk '{ print $4; exit } a || b' | sed 's/e /x/; /e/d'\nfor iptables in",
      ]);
    },
  },
];

function guardWith({ guard }: LockedManifests, script: string): void {
  guard.command = ['/bin/sh', '-c'];
  guard.args = [script];
}
