import { gluetunSettings, parseSwitch, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import { fieldsOf, isFields, textOf, textsOf, wholeNumberOf } from '../../manifest/plain-value';
import type { PodContainer } from '../../manifest/pod-container';
import type { ShellCommand } from '../../manifest/shell-script';
import { isShell, postStartScriptOf, type StartScript, startScriptOf } from '../../manifest/start-script';
import { clientsOf, torrentClientOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import { namespaceOf } from '../../manifest/workload';
import type { Check, OpenLock } from '../lock';

export const check: Check = (pod) => [
  ...replicas(pod),
  ...autoscalers(pod),
  ...strategy(pod),
  ...leftoverRules(pod),
  ...liveness(pod),
  ...deafClients(pod),
  ...hopelessProbes(pod),
];

function replicas({ workload: { spec, document } }: VpnPod): OpenLock[] {
  const { kind } = document.object;
  if (kind === 'DaemonSet')
    return [
      { state: 'open', message: 'a DaemonSet runs one Pod on every node, all with the same keys', path: ['kind'] },
    ];
  const field = kind === 'Job' ? 'parallelism' : 'replicas';
  const count = kind === 'Pod' ? undefined : wholeNumberOf(spec[field]);
  if (count === undefined || count <= 1) return [];
  return [
    {
      state: 'open',
      message: `${count} Pods run at once, with the same keys and the same port`,
      path: ['spec', field],
    },
  ];
}

/** Kinds that set the number of Pods of another object, and where they name it. */
const autoscalerKinds = [
  ['HorizontalPodAutoscaler', 'maxReplicas'],
  ['ScaledObject', 'maxReplicaCount'],
] as const;

function autoscalers({ workload: { document }, namespace, index }: VpnPod): OpenLock[] {
  const { kind, metadata } = document.object;
  return autoscalerKinds.flatMap(([scaler, field]) =>
    index
      .everywhere(scaler)
      .filter((each) => namespaceOf(each) === undefined || namespaceOf(each) === namespace)
      .flatMap((each): OpenLock[] => {
        const spec = fieldsOf(each.object['spec']);
        const target = fieldsOf(spec['scaleTargetRef']);
        const isOurs = target['name'] === metadata.name && (textOf(target['kind']) ?? 'Deployment') === kind;
        // KEDA's own default is 100.
        const most = wholeNumberOf(spec[field]) ?? 100;
        if (!isOurs || most <= 1) return [];
        const message = `lets up to ${most} Pods run at once, with the same keys and the same port`;
        return [{ state: 'open', message, path: ['spec', field], document: each }];
      }),
  );
}

function strategy({ workload: { spec, document } }: VpnPod): OpenLock[] {
  if (document.object.kind !== 'Deployment') return [];
  const type = textOf(fieldsOf(spec['strategy'])['type']);
  if (type === 'Recreate') return [];
  const path = type === undefined ? ['spec'] : ['spec', 'strategy', 'type'];
  return [
    {
      state: 'open',
      message: 'strategy RollingUpdate runs the old and the new Pod at once, with the same keys and the same volumes',
      path,
    },
  ];
}

/** After an abrupt exit gluetun finds its own rules and fails with "file exists", for IPv4 or IPv6 (gluetun v3.41.3). */
function leftoverRules(pod: VpnPod): OpenLock[] {
  const script = startScriptOf(pod, pod.gluetun);
  const removed = script === undefined ? [] : removals(script);
  const missing = (['IPv4', 'IPv6'] as const).filter((family) => !removed.some((each) => each.family === family));
  if (missing.length === 0) return failingRemovals(script, removed);
  const later = postStartScriptOf(pod, pod.gluetun);
  const races = later !== undefined && removals(later).length > 0;
  return [
    {
      state: 'open',
      message: races
        ? "a postStart hook removes gluetun's leftover ip rules, but it races gluetun's own start"
        : `nothing removes gluetun's leftover ip rules (${missing.join(' and ')}) before it starts again after an abrupt exit`,
      path: (races ? later : script)?.path ?? pod.gluetun.path,
    },
  ];
}

interface Removal {
  readonly family: 'IPv4' | 'IPv6';
  readonly failureIgnored: boolean;
}

/** `ip rule del table 51820`, `ip -6 rule del pref 101` and the like, as far as they come before gluetun itself. */
function removals(script: StartScript): readonly Removal[] {
  const { commands } = script.read();
  const start = commands.findIndex(({ words }) => words.some((word) => word.endsWith('gluetun-entrypoint')));
  return commands.slice(0, start === -1 ? undefined : start).flatMap((command) => removal(command));
}

function removal({ words, failureIgnored }: ShellCommand): readonly Removal[] {
  if (!/(?:^|\/)ip$/.test(words[0] ?? '') || !words.includes('rule')) return [];
  const action = words[words.indexOf('rule') + 1] ?? '';
  const isOurs = words.includes('51820') || words.includes('101') || action === 'flush';
  if (!/^(?:d|del|delete|flush)$/.test(action) || !isOurs) return [];
  const family = words.includes('-6') || words.includes('inet6') ? 'IPv6' : 'IPv4';
  return [{ family, failureIgnored }];
}

/** At the first start there is nothing to remove, and `ip` fails. */
function failingRemovals(script: StartScript | undefined, removed: readonly Removal[]): OpenLock[] {
  if (script === undefined || !/\bset\s+-\w*e/.test(script.text)) return [];
  if (removed.every(({ failureIgnored }) => failureIgnored)) return [];
  return [
    {
      state: 'open',
      message: 'gluetun cannot start when there is no leftover ip rule: under `set -e` the removal fails',
      path: script.path,
    },
  ];
}

function liveness(pod: VpnPod): OpenLock[] {
  const restartsItself = gluetunSettings(pod).value('HEALTH_RESTART_VPN');
  const isLeftAlone = restartsItself !== undefined && parseSwitch(restartsItself) === false;
  if (!isFields(pod.gluetun.fields['livenessProbe']) || isLeftAlone) return [];
  return [
    {
      state: 'open',
      message:
        'a liveness probe kills gluetun while it repairs the tunnel by itself, and each kill leaves ip rules behind',
      path: [...pod.gluetun.path, 'livenessProbe'],
    },
  ];
}

/** A client that bound its sockets to a tunnel interface that is gone hears nobody until it starts again. */
function deafClients(pod: VpnPod): OpenLock[] {
  const tunnel = tunnelInterfaceOf(pod) ?? 'tun';
  const clients = clientsOf(pod);
  const deaf = clients.filter((client) => !noticesNewTunnel(client, tunnel));
  // Among programs of which none is known to be a client, the one that is restarted is the one with peers.
  const isKnown = clients.some((client) => torrentClientOf(client) !== undefined);
  if (!isKnown && deaf.length < clients.length) return [];
  return deaf.map((client) => ({
    state: 'open',
    message: `nothing restarts ${client.name} when the tunnel comes back as another interface, and it stays deaf to peers`,
    path: isFields(client.fields['livenessProbe']) ? [...client.path, 'livenessProbe'] : client.path,
    severity: 'advice',
  }));
}

/** A probe looks at the interface by a command that both succeeds and fails. */
function noticesNewTunnel({ fields }: PodContainer, tunnel: string): boolean {
  const command = textsOf(fieldsOf(fieldsOf(fields['livenessProbe'])['exec'])['command']);
  const text = command.join(' ');
  const looks = ['/sys/class/net', 'ifindex', tunnel].some((word) => text.includes(word));
  return looks && !isConstant(command);
}

/** A command whose end has nothing to do with what it is told. */
function isConstant([program = '', ...words]: readonly string[]): boolean {
  if (/(?:^|\/)(?:true|false|echo|printf|sleep|:)$/.test(program)) return true;
  return isShell(program) && /(?:\|\||;|&&|\n)\s*(?:true|false|:|exit \d+)\s*$/.test(words.at(-1) ?? '');
}

/** A probe that always fails kills the client again and again. */
function hopelessProbes(pod: VpnPod): OpenLock[] {
  return pod.companions.flatMap(({ name, fields, path }) => {
    const [program = '', ...words] = textsOf(fieldsOf(fieldsOf(fields['livenessProbe'])['exec'])['command']);
    const script = isShell(program) ? (words.at(-1) ?? '') : '';
    if (!/(?:^|\/)false$/.test(program) && !/(?:^|;|\n)\s*(?:false|exit [1-9]\d*)\s*$/.test(script)) return [];
    const message = `the liveness probe of ${name} always fails: the kubelet kills it again and again`;
    return [{ state: 'open', message, path: [...path, 'livenessProbe'], severity: 'risk' }];
  });
}
