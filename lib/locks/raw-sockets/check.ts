import { type Capabilities, capabilitiesOf } from '../../manifest/capabilities';
import type { Path } from '../../manifest/document';
import { readIptables } from '../../manifest/iptables-script';
import { fieldsOf, isSwitchedOn } from '../../manifest/plain-value';
import type { PodContainer } from '../../manifest/pod-container';
import { startScriptOf } from '../../manifest/start-script';
import { beforeGluetun, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock, Severity } from '../lock';

/** What each capability lets a compromised program do, where it is a way past the tunnel. */
const ways: Readonly<Record<string, string>> = {
  NET_RAW: 'writes frames to eth0 past iptables',
  NET_ADMIN: 'changes the firewall and the routes',
  SYS_ADMIN: 'enters other namespaces',
  SYS_MODULE: 'loads kernel modules on the node',
  SYS_PTRACE: 'reads and changes other processes',
  SYS_RAWIO: "reaches the node's devices",
  BPF: 'attaches programs to interfaces',
  PERFMON: 'attaches programs to the kernel',
  DAC_READ_SEARCH: "opens any file of the node's volumes by handle",
  SYS_BOOT: 'replaces the running kernel',
};

/** What gluetun v3.41.3 needs, and MKNOD where nobody mounts /dev/net/tun. */
const gluetunNeeds = new Set(['NET_ADMIN', 'NET_BIND_SERVICE', 'CHOWN', 'DAC_OVERRIDE', 'MKNOD']);

export const check: Check = (pod) => pod.containers.flatMap((container) => judge(pod, container));

function judge(pod: VpnPod, container: PodContainer): OpenLock[] {
  const context = fieldsOf(container.fields['securityContext']);
  const path = [...container.path, 'securityContext'];
  const found = opener(container, path);
  if (isSwitchedOn(context['privileged'])) return [found('is privileged', 'leak', 'privileged')];

  const capabilities = capabilitiesOf(container.fields);
  const open = judgeCapabilities(pod, container, capabilities, found);
  if (context['allowPrivilegeEscalation'] !== false) {
    open.push(
      found(
        'may gain privileges that it was not given: allowPrivilegeEscalation is not false',
        'risk',
        'allowPrivilegeEscalation',
      ),
    );
  }
  return open;
}

type Opener = (what: string, severity: Severity, field?: string) => OpenLock;

function opener(container: PodContainer, path: Path): Opener {
  const context = fieldsOf(container.fields['securityContext']);
  return (what, severity, field) => ({
    state: 'open',
    message: `${container.name} ${what}`,
    path: field !== undefined && field in context ? [...path, field] : path,
    severity,
  });
}

function judgeCapabilities(
  pod: VpnPod,
  container: PodContainer,
  capabilities: Capabilities,
  found: Opener,
): OpenLock[] {
  if (capabilities.all) return [found('has every capability', 'leak', 'capabilities')];
  if (container === pod.gluetun) return judgeGluetun(capabilities, found);
  const isGuard = setsRules(pod, container);
  const dangerous = capabilities.names.filter(
    (name) => ways[name] !== undefined && !(isGuard && (name === 'NET_ADMIN' || name === 'NET_RAW')),
  );
  const open = dangerous.map((name) =>
    found(`has ${name}, with which it ${ways[name]}`, severityFor(container), 'capabilities'),
  );
  if (open.length === 0 && !capabilities.dropsAll) {
    open.push(
      found(
        "keeps most of the container runtime's default capabilities: drop ALL is missing",
        'advice',
        'capabilities',
      ),
    );
  }
  return open;
}

/** An init container that sets netfilter rules before gluetun needs NET_ADMIN, and has ended by then. */
function setsRules(pod: VpnPod, container: PodContainer): boolean {
  const isBefore = container.phase === 'init' && beforeGluetun(pod).includes(container);
  const script = isBefore ? startScriptOf(pod, container) : undefined;
  return script !== undefined && /tables|nft/.test(script.text) && !readIptables(script.read().commands).isEmpty;
}

/** An init container has ended by the time that peers can reach anything. */
function severityFor({ phase }: PodContainer): Severity {
  return phase === 'init' ? 'risk' : 'leak';
}

function judgeGluetun(capabilities: Capabilities, found: Opener): OpenLock[] {
  if (!capabilities.dropsAll) {
    return [found("keeps the container runtime's default capabilities: drop ALL is missing", 'risk', 'capabilities')];
  }
  return capabilities.names
    .filter((name) => !gluetunNeeds.has(name))
    .map((name) =>
      name === 'NET_RAW'
        ? found(
            'has NET_RAW, which it needs for one of its health checks only: HEALTH_SMALL_CHECK_TYPE=dns does without',
            'advice',
            'capabilities',
          )
        : found(`has ${name}, which it does not need`, ways[name] === undefined ? 'advice' : 'risk', 'capabilities'),
    );
}
