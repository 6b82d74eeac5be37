import type { Path } from '../../manifest/document';
import { dropsOutput, guardsOf, mayBeGuard } from '../../manifest/guard';
import { type Fields, fieldsOf, isFields, textOf, textsOf, wholeNumberOf } from '../../manifest/plain-value';
import { commandOf, type PodContainer } from '../../manifest/pod-container';
import { torrentClientOf } from '../../manifest/torrent-client';
import { beforeGluetun, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock, Severity } from '../lock';
import { replacedProgram } from './gluetun-program';
import { healthQuestion, waitsForHealth } from './health-command';
import { nearTargets } from './health-target';

/** A bad day of a provider takes a minute to connect; a shorter window restarts gluetun for ever. */
const shortestWindowSeconds = 60;

export const check: Check = (pod) => [
  ...gate(pod),
  ...replacedProgram(pod),
  ...nearTargets(pod),
  ...startedBefore(pod),
];

function gate(pod: VpnPod): OpenLock[] {
  const { gluetun } = pod;
  switch (gluetun.phase) {
    case 'sidecar':
      return sidecarGate(pod);
    case 'init':
      return [
        {
          state: 'open',
          message:
            'gluetun is an init container without restartPolicy Always: it never ends, so nothing after it starts',
          path: gluetun.path,
          severity: 'risk',
        },
      ];
    default:
      return pod.companions.length === 0 ? [] : [besideGate(pod)];
  }
}

function besideGate(pod: VpnPod): OpenLock {
  const { gluetun, companions } = pod;
  const names = companions.map(({ name }) => name).join(', ');
  // The kubelet waits for a postStart hook before it starts the next container of the list, but only the first time.
  const isFirst = pod.containers.find(({ phase }) => phase === 'main') === gluetun;
  if (isFirst && waitsForHealth(postStartCommand(gluetun))) {
    return {
      state: 'open',
      message: `gluetun is an ordinary container, and only its postStart hook holds ${names} back: not when the hook fails, nor when a container starts again`,
      path: gluetun.path,
      severity: 'risk',
    };
  }
  return {
    state: 'open',
    message: `gluetun is an ordinary container: the kubelet starts ${names} without waiting for the tunnel`,
    path: gluetun.path,
  };
}

function postStartCommand({ fields }: PodContainer): readonly string[] {
  return textsOf(fieldsOf(fieldsOf(fieldsOf(fields['lifecycle'])['postStart'])['exec'])['command']);
}

function sidecarGate(pod: VpnPod): OpenLock[] {
  const { gluetun, containers } = pod;
  const probe = gluetun.fields['startupProbe'];
  const path = [...gluetun.path, 'startupProbe'];
  if (isFields(probe)) return [...judgeProbe(probe, path, gluetun), ...judgeWindow(probe, path)];
  const later = containers.slice(containers.indexOf(gluetun) + 1);
  const waits = later.find(({ phase }) => phase === 'init');
  if (waits !== undefined && waitsForHealth(commandOf(waits))) return [];
  return [
    {
      state: 'open',
      message: 'gluetun has no startup probe: what follows starts as soon as its process runs, without any tunnel',
      path: gluetun.path,
    },
  ];
}

type Found = (message: string, as?: { severity?: Severity; state?: OpenLock['state'] }) => OpenLock[];

function judgeProbe(probe: Fields, path: Path, gluetun: PodContainer): OpenLock[] {
  const found: Found = (message, as) => [{ state: 'open', message, path, ...as }];
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (isFields(exec)) return judgeCommand(textsOf(exec['command']), found);
  if (isFields(httpGet)) return judgeHttp(httpGet, gluetun, found);
  if (isFields(tcpSocket)) return found('the startup probe opens a TCP socket, which succeeds without a tunnel');
  if (isFields(grpc)) return found('the startup probe speaks gRPC, which gluetun does not');
  return found('the startup probe asks nothing');
}

/** The kubelet asks the Pod's address where no host is given; gluetun's health server answers every path alike. */
function judgeHttp(httpGet: Fields, gluetun: PodContainer, found: Found): OpenLock[] {
  const host = textOf(httpGet['host']);
  const port = portNumber(httpGet['port'], gluetun);
  const route = textOf(httpGet['path']) ?? '/';
  if (host) return found(`the startup probe asks ${host}, and the kubelet finds another host there than this Pod`);
  if (port === 9999) return [];
  return found(
    `the startup probe asks ${route} on port ${port ?? textOf(httpGet['port'])}, which answers without a tunnel`,
  );
}

function judgeCommand(command: readonly string[], found: Found): OpenLock[] {
  const text = command.join(' ');
  switch (healthQuestion(command)) {
    case 'health':
      return [];
    case 'turned':
      if (/\|\|/.test(text)) return found('the startup probe ignores the failure of its command');
      return found("the startup probe names gluetun's health, but its exit code says something else");
    case 'script':
      return found("the startup probe asks gluetun's health in a script that Podlock cannot judge", {
        state: 'unknown',
        severity: 'risk',
      });
    case 'other':
      return judgeOther(text, found);
  }
}

function judgeOther(command: string, found: Found): OpenLock[] {
  if (/\|\|\s*(?:(?:true|exit 0)\b|:(?:\s|$))/.test(command))
    return found('the startup probe ignores the failure of its command');
  if (/publicip|:8000|\/v1\/|\/status/.test(command)) {
    return found("the startup probe asks gluetun's control server, which answers before any tunnel exists");
  }
  if (command.trim() === '' || /^(?:\S*\/)?(?:true|echo|sleep)\b/.test(command)) {
    return found('the startup probe succeeds without a tunnel');
  }
  return found("the startup probe does not ask gluetun's own health", { severity: 'risk' });
}

function portNumber(port: unknown, { fields }: PodContainer): number | undefined {
  const ports: readonly unknown[] = Array.isArray(fields['ports']) ? fields['ports'] : [];
  const named = ports.map(fieldsOf).find(({ name }) => name !== undefined && name === port);
  return wholeNumberOf(port) ?? wholeNumberOf(named?.['containerPort']);
}

/** The kubelet's own defaults: a try each 10 seconds, three tries, no delay. */
function judgeWindow(probe: Fields, path: Path): OpenLock[] {
  const period = wholeNumberOf(probe['periodSeconds']) || 10;
  const tries = wholeNumberOf(probe['failureThreshold']) || 3;
  const seconds = (wholeNumberOf(probe['initialDelaySeconds']) ?? 0) + period * tries;
  if (seconds >= shortestWindowSeconds) return [];
  return [
    {
      state: 'open',
      message: `the startup probe gives up after ${seconds} s, and a provider may need ${shortestWindowSeconds} s and more`,
      path,
      severity: 'risk',
    },
  ];
}

/** Behind a guard that drops by default, what starts before gluetun reaches nobody. */
function startedBefore(pod: VpnPod): OpenLock[] {
  const guards = guardsOf(pod);
  const open: OpenLock[] = [];
  for (const container of beforeGluetun(pod)) {
    if (container.phase === 'main') continue;
    const guard = guards.find((each) => each.container === container);
    if (guard !== undefined && dropsOutput(guard)) return open;
    if (guard === undefined) open.push(earlier(pod, container));
  }
  return open;
}

function earlier(pod: VpnPod, container: PodContainer): OpenLock {
  const { name, path, phase } = container;
  if (phase === 'init' && mayBeGuard(pod, container)) {
    return {
      state: 'unknown',
      message: `${name} starts before gluetun and may be a guard, but what it runs is not in the input`,
      path,
      severity: 'risk',
    };
  }
  const isClient = phase === 'sidecar' || torrentClientOf(container) !== undefined;
  return {
    state: 'open',
    message: `${name} starts before gluetun and has the Pod's own network`,
    path,
    ...(isClient ? {} : { severity: 'risk' }),
  };
}
