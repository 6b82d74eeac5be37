import type { AdmissionRule } from '../lock';
import { keyVariables } from './key-variables';

/** What an item of a Secret is called that may be a key of the VPN: one Secret can hold other things too. */
const keyLike = '(?i)wireguard|openvpn|wg|vpn|key|cert';

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      'variables.containers.all(c, c.?env.orValue([]).all(e,',
      `  !(e.name in [${keyVariables.map((key) => `'${key}'`).join(', ')}]) ||`,
      "  (!has(e.valueFrom) && e.?value.orValue('').trim() == '')))",
    ].join('\n'),
    message: 'a VPN key stands in an environment variable; mount it as a file',
  },
  {
    expression: 'variables.gluetun.all(g, !g.?envFrom.orValue([]).exists(f, has(f.secretRef)))',
    message: 'a Secret becomes environment variables of gluetun (envFrom); mount it as files',
  },
  {
    expression: [
      'variables.others.all(c, c.?volumeMounts.orValue([]).all(m,',
      '  !variables.podSpec.?volumes.orValue([]).exists(v, v.name == m.name && (has(v.secret) || has(v.projected)) && (',
      `    (${holdsKeys('v.?secret', 'secretName')}) ||`,
      `    v.?projected.?sources.orValue([]).exists(s, ${holdsKeys('s.?secret', 'name')})))))`,
    ].join('\n'),
    message: 'a container other than gluetun mounts the Secret with the VPN keys',
  },
  {
    expression: [
      'variables.others.all(c,',
      "  c.?envFrom.orValue([]).all(f, !variables.keySecrets.exists(k, f.?secretRef.?name.orValue('-') in k)) &&",
      '  c.?env.orValue([]).all(e, !variables.keySecrets.exists(k,',
      "    e.?valueFrom.?secretKeyRef.?name.orValue('-') in k &&",
      `    e.valueFrom.secretKeyRef.key.matches('${keyLike}'))))`,
    ].join('\n'),
    message: 'a container other than gluetun has the VPN keys in its environment',
  },
];

/** Whether a Secret as a volume has it is one that gluetun mounts, with an item that may be a key. */
function holdsKeys(secret: string, nameField: string): string {
  return [
    `variables.keySecrets.exists(k, ${secret}.?${nameField}.orValue('-') in k) &&`,
    `(${secret}.?items.orValue([]).size() == 0 || ${secret}.?items.orValue([]).exists(i, i.key.matches('${keyLike}')))`,
  ].join(' ');
}
