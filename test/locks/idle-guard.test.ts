import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { lock as uplink } from '../../lib/locks/uplink';
import { handWritten, renderedExample } from './closed-manifests';
import { findingText } from './finding-text';
import { type LockedManifests, type Loose, setVariable } from './locked-manifests';

/** What Podlock finds when only the rendered guard's script differs. */
function uplinkFindings(change: (script: string) => string): readonly string[] {
  const manifests = renderedExample();
  const { guard } = manifests;
  const script = change(guard.command[2]);
  expect(script).not.toBe(guard.command[2]);
  guard.command[2] = script;
  return uplinkOf(manifests);
}

function uplinkOf({ documents }: LockedManifests): readonly string[] {
  return checkManifests(documents, [uplink]).findings.map(({ state, message }) => `${state}: ${message}`);
}

const noGuard = "open: no rules but gluetun's own stand before the Pod's interface";
const goesOn = 'open: guard goes on when a rule cannot be set, and the client then starts without it';

test.each([
  ['ends before its rules', (script: string) => `exit 0\n${script}`, noGuard],
  ['becomes another program first', (script: string) => `exec true\n${script}`, noGuard],
  ['sets its rules in a branch that never runs', (script: string) => `if false; then\n${script}fi\n`, noGuard],
  ['sets its rules in a branch that may not run', (script: string) => `if [ -e /x ]; then\n${script}fi\n`, goesOn],
  ['sets its rules in a loop that may not turn', (script: string) => `while ready; do\n${script}done\n`, goesOn],
  ['ends well after a failure', (script: string) => `trap 'exit 0' EXIT\n${script}`, goesOn],
  ['waits for nothing', (script: string) => script.replace(/^lock iptables$/m, 'lock iptables &'), goesOn],
  ['ignores a failure', (script: string) => script.replace(/^lock iptables$/m, '(lock iptables) || exit 0'), goesOn],
  ['fails with status 0', (script: string) => script.replace('exit 1', 'exit 0'), goesOn],
  ['turns a failure around', (script: string) => script.replace(/^lock iptables$/m, '! (lock iptables)'), goesOn],
  [
    'only tests its rules',
    (script: string) => script.replace('iptables-restore"', 'iptables-restore" --test'),
    noGuard,
  ],
  ['never commits its rules', (script: string) => script.replace('echo COMMIT', ':'), noGuard],
  ['calls a function of the same name', (script: string) => `iptables-restore() { :; }\n${script}`, goesOn],
])('a guard that %s does not hold', (_, change, message) => {
  expect(uplinkFindings(change)[0]).toContain(message);
});

test.each([
  ...['set -n', 'set -fn', 'set -o noexec', 'set -un', 'set -eo noexec', 'command set -n', 'eval "set -n"'],
  ...['shift || exit 0', 'set -- x; shift 2 || exit 0', '(set -n; exit 1) && exit 0'],
  ...[': > /none/x || exit 0', '{ :; } > /none/x || exit 0', "trap 'exit 0' TERM; kill $$", 'printf %d x || exit 0'],
  ...['trap x BOGUS || exit 0', 'set -o none || exit 0', 'export A-B || exit 0', 'umask x || exit 0'],
])('a guard that says %s before its rules may end well without them', (line) => {
  expect(uplinkFindings((script) => script.replace(/^lock iptables$/m, () => `${line}\nlock iptables`))[0]).toBe(
    goesOn,
  );
});

test.each(['command -p exit', 'command -p exit 0', 'command -- exit 0', 'command exit'])(
  'a guard that says %s before its rules sets none',
  (line) => {
    expect(uplinkFindings((script) => script.replace(/^lock iptables$/m, `${line}\nlock iptables`))[0]).toContain(
      noGuard,
    );
  },
);

test.each(['set -- -e', 'env set -e', 'set x -e', 'set -e; set +e', 'nohup set -e', 'command set +e', '(set -e)'])(
  'a guard of a shell that only seems to stop, by %s, does not hold',
  (line) => {
    const manifests = handWritten();
    manifests.guard.command = ['/bin/sh', '-c'];
    manifests.guard.args = [`${line}\n${manifests.guard.args[0]}`];
    expect(uplinkOf(manifests)[0]).toContain(goesOn);
  },
);

test.each(['set -e', 'set -euo pipefail', 'command set -e', 'set -o errexit', 'set -u -e --'])(
  'a guard that says %s stops at a rule that cannot be set',
  (line) => {
    const manifests = handWritten();
    manifests.guard.command = ['/bin/sh', '-c'];
    manifests.guard.args = [`${line}\n${manifests.guard.args[0]}`];
    expect(uplinkOf(manifests)).toEqual([]);
  },
);

test.each([
  ['another program of the same name', 'alias iptables-restore=true\n', 'unknown: guard also runs what is not in'],
  ['another PATH', 'PATH=/config\n', 'unknown: guard also runs what is not in the input: PATH=/config'],
  ['a program of a volume', '/config/hook\n', 'unknown: guard also runs what is not in the input: /config/hook'],
  ['options that a file holds', 'set $(cat /config/options)\n', 'goes on when a rule cannot be set'],
  [
    'parameters that it gives itself',
    'set -- /config/hook; "$1"\n',
    'unknown: guard also runs what is not in the input',
  ],
  ['a computed script', 'eval "$(cat /config/hook)"\n', 'unknown: guard also runs what is not in the input: eval'],
])('nobody can tell what a guard does with %s', (_, line, message) => {
  expect(uplinkFindings((script) => line + script)[0]).toContain(message);
});

test.each([
  ['true', ['/bin/true']],
  ['echo', ['/bin/echo']],
  ['a shell that only reads', ['/bin/sh', '-n', '-c']],
  ['a shell with noexec', ['/bin/sh', '-o', 'noexec', '-c']],
])('a guard whose script is an argument of %s does not hold', (_, program) => {
  const manifests = renderedExample();
  manifests.guard.command = [...program, manifests.guard.command[2]];
  expect(uplinkOf(manifests)[0]).toContain(noGuard);
});

test('nobody can tell what a guard does whose script runs in another network', () => {
  const manifests = renderedExample();
  manifests.guard.command = ['ip', 'netns', 'exec', 'other', 'sh', '-c', manifests.guard.command[2]];
  expect(uplinkOf(manifests)[0]).toContain('unknown: guard may set the rules that hold eth0');
});

test('a guard that leaves its command to its image is unknown', () => {
  const manifests = handWritten();
  manifests.guard.args = [...manifests.guard.command, ...manifests.guard.args];
  delete manifests.guard.command;
  expect(uplinkOf(manifests)).toEqual([
    'unknown: guard has no command of its own, so its image decides whether its rules are set',
  ]);
});

test('a guard after gluetun guards nothing, and can change the rules of gluetun', () => {
  const manifests = handWritten();
  const { pod, guard } = manifests;
  pod.initContainers = [...pod.initContainers.filter((each: Loose) => each !== guard), guard];
  expect(checkManifests(manifests.documents, locks).findings.map(findingText)).toEqual([
    "leak spec.template.spec.initContainers[0]: no rules but gluetun's own stand before the Pod's interface: it accepts new connections to eth0's subnet, and live flows while the tunnel restarts",
    'risk spec.template.spec.initContainers[2].securityContext.capabilities: guard has NET_ADMIN, with which it changes the firewall and the routes',
  ]);
});

test.each([
  ['removes its rules', 'set -e; iptables -t mangle -F', "tweak removes the guard's rules: table mangle, chain OUTPUT"],
  ['speaks nft', 'nft flush ruleset', 'tweak changes rules after the guard by a program that Podlock cannot read'],
  [
    'takes time for it',
    'timeout 5 iptables -t mangle -F',
    "tweak removes the guard's rules: table mangle, chain OUTPUT",
  ],
  ['hides the program', 'chroot / iptables -t mangle -F', 'tweak changes rules after the guard by a program'],
  ['restores another table', 'iptables-restore < /config/rules', 'tweak changes rules after the guard by a program'],
])('an init container after gluetun that %s opens the guard', (_, script, message) => {
  const manifests = handWritten();
  const tweak = structuredClone(manifests.guard);
  manifests.pod.initContainers.push({ ...tweak, name: 'tweak', args: [script] });
  expect(uplinkOf(manifests)[0]).toContain(message);
  expect(checkManifests(manifests.documents, locks).findings.map(({ lock }) => lock)).toContain('raw-sockets');
});

test("gluetun's own rules after the guard may be opened there", () => {
  const manifests = handWritten();
  const text = 'iptables -t mangle -I OUTPUT -o eth0 -j ACCEPT';
  const data = JSON.stringify({ 'post-rules.txt': text });
  manifests.add(`{apiVersion: v1, kind: ConfigMap, metadata: {name: rules, namespace: downloads}, data: ${data}}`);
  manifests.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
  manifests.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
  expect(uplinkOf(manifests)).toEqual([
    'open: post-rules.txt lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (IPv4)',
  ]);
});

test("a tunnel with the uplink's name is none", () => {
  const manifests = handWritten();
  setVariable(manifests.gluetun, 'VPN_INTERFACE', 'eth0');
  expect(uplinkOf(manifests)).toEqual(['open: VPN_INTERFACE is eth0, by which more leaves than the tunnel']);
});
