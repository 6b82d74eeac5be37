import type { Detail } from './detail';
import { guardWith, ofGuard } from './uplink-guard';

const answers = 'iptables -t mangle -A OUTPUT -m connmark --mark 1 -m conntrack --ctdir REPLY -j ACCEPT';
const byTunnel = 'marks connections that come in by the tunnel as if they came from outside';
const ofPublic = 'answers public addresses beside the tunnel, not private ones alone';
const ofPod = 'gives what the Pod sends a mark that lets it out';

const mark = '-j CONNMARK --set-mark 1';
const home = '-s 10.0.0.0/8';

/** Rules of table mangle that set marks, and what is wrong about the last of them. */
const marking: readonly (readonly [rules: readonly string[], what: string | undefined])[] = [
  [[`PREROUTING -i eth0 ${home} ${mark}`], undefined],
  [[`PREROUTING --in-interface eth0 --source 10.0.0.0/8 ${mark}`], undefined],
  [[`INPUT -i eth0 ${home} ${mark}`], undefined],
  [[`PREROUTING -i tun0 ${home} ${mark}`], byTunnel],
  [[`INPUT -i tun0 ${home} ${mark}`], byTunnel],
  [[`PREROUTING ${home} ${mark}`], byTunnel],
  [[`PREROUTING ! -i tun0 ${home} ${mark}`], undefined],
  [[`PREROUTING ! -i eth0 ${home} ${mark}`], byTunnel],
  [[`PREROUTING -i tun+ ${home} ${mark}`], byTunnel],
  [[`PREROUTING -i t+ ${home} ${mark}`], byTunnel],
  [[`PREROUTING ! -i tun+ ${home} ${mark}`], undefined],
  [[`PREROUTING -i eth+ ${home} ${mark}`], undefined],
  ...['RETURN', 'ACCEPT', 'DROP'].map(
    (target) => [[`PREROUTING -i tun0 -j ${target}`, `PREROUTING ${home} ${mark}`], undefined] as const,
  ),
  [['PREROUTING -i tun+ -j RETURN', `PREROUTING ${home} ${mark}`], undefined],
  [['PREROUTING -i tun0 -j LOG', `PREROUTING ${home} ${mark}`], byTunnel],
  [['PREROUTING -i tun1 -j RETURN', `PREROUTING ${home} ${mark}`], byTunnel],
  [['PREROUTING -o tun0 -j RETURN', `PREROUTING ${home} ${mark}`], byTunnel],
  [['PREROUTING -i tun0 -p tcp -j RETURN', `PREROUTING ${home} ${mark}`], byTunnel],
  [['INPUT -i tun0 -j RETURN', `PREROUTING ${home} ${mark}`], byTunnel],
  [[`PREROUTING -i eth0 ${mark}`], ofPublic],
  [[`PREROUTING -i eth0 -s 8.8.8.8 ${mark}`], ofPublic],
  [[`PREROUTING -i eth0 ! ${home} ${mark}`], ofPublic],
  [[`PREROUTING -i eth0 -d 10.0.0.0/8 ${mark}`], ofPublic],
  [[`PREROUTING -i eth0 -s 10.0.0.0/8,172.16.0.1 ${mark}`], undefined],
  [['PREROUTING -i eth0 -j CONNMARK'], undefined],
  [['PREROUTING -i eth0 -j near', `near ${home} ${mark}`], undefined],
  [[`PREROUTING ${home} -j near`, `near -i eth0 ${mark}`], undefined],
  [['PREROUTING -i tun0 -j RETURN', 'PREROUTING -j near', `near ${home} ${mark}`], undefined],
  [['PREROUTING -j near', 'near -i tun0 -j RETURN', `near ${home} ${mark}`], undefined],
  [[`PREROUTING ${home} -j near`, `near ${mark}`], byTunnel],
  [['PREROUTING -i eth0 -j near', `near ${mark}`], ofPublic],
  [[`OUTPUT ${mark}`], ofPod],
  [[`POSTROUTING -o eth0 ${mark}`], ofPod],
  [['OUTPUT -j MARK --set-mark 51820'], ofPod],
  [['OUTPUT -j MARK --set-xmark 0xca6c'], ofPod],
  [['OUTPUT -j MARK --set-mark 1'], undefined],
  [['OUTPUT -j MARK --set-xmark 1/0xffffffff'], undefined],
  [['OUTPUT -j MARK --set-xmark 1/0xff'], ofPod],
  [['OUTPUT -j MARK --or-mark 1'], ofPod],
  [['OUTPUT -j MARK --set-mark x'], ofPod],
  [['OUTPUT -j MARK'], undefined],
  [['PREROUTING -j MARK --set-mark 51820'], undefined],
  [['PREROUTING -j near', 'near -j MARK --set-mark 51820'], undefined],
  [['PREROUTING -j near', 'OUTPUT -j near', 'near -j MARK --set-mark 51820'], ofPod],
  [['other -j MARK --set-mark 51820'], ofPod],
];

export const details: readonly Detail[] = [
  ...marking.map(
    ([rules, what]): Detail => ({
      name: `the guard has ${rules.join(', ')}`,
      change: (all) => {
        const chains = ['near', 'other'].map((name) => `iptables -t mangle -N ${name}`);
        guardWith(all, ...chains, answers, ...rules.map((rule) => `iptables -t mangle -A ${rule}`));
      },
      findings: what === undefined ? [] : [ofGuard(`${what}: -A ${rules.at(-1)} (IPv4)`)],
    }),
  ),
  ...['raw', 'nat', 'filter'].map(
    (table): Detail => ({
      name: `the guard marks connections of the tunnel in table ${table}`,
      change: (all) => guardWith(all, answers, `iptables -t ${table} -A PREROUTING ${home} ${mark}`),
      findings: [ofGuard(`${byTunnel}: -A PREROUTING ${home} ${mark} (IPv4)`)],
    }),
  ),
  {
    name: 'the guard tells the tunnel apart only after it marked',
    change: (all) =>
      guardWith(
        all,
        ...[answers, `iptables -t mangle -A PREROUTING ${home} ${mark}`],
        'iptables -t mangle -A PREROUTING -i tun0 -j RETURN',
      ),
    findings: [ofGuard(`${byTunnel}: -A PREROUTING ${home} ${mark} (IPv4)`)],
  },
  {
    name: 'the guard marks in IPv6 what it answers in IPv4 alone',
    change: (all) => guardWith(all, answers, `ip6tables -t mangle -A PREROUTING ${mark}`),
    findings: [],
  },
  {
    name: 'the guard answers nobody, and marks all the same',
    change: (all) => guardWith(all, `iptables -t mangle -A PREROUTING ${mark}`),
    findings: [],
  },
  {
    name: 'the guard lets out by the mark of the tunnel, and gives it to everything',
    change: (all) =>
      guardWith(
        all,
        'iptables -t mangle -A OUTPUT -j MARK --set-mark 51820',
        'iptables -t mangle -A OUTPUT -m mark --mark 51820 -j ACCEPT',
      ),
    findings: [ofGuard(`${ofPod}: -A OUTPUT -j MARK --set-mark 51820 (IPv4)`)],
  },
];
