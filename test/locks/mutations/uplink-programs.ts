import { editScript, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

const hidden = 'runs after the guard what the input does not show';
const otherPrograms = "may run other programs than its image's";

/** What runs with the guard's own power, or in place of its programs, and nobody can read. */
export const hiddenPrograms: readonly Mutation[] = [
  ...[
    ['VPN_UP_COMMAND', '/d/up.sh', '/d/up.sh'],
    ['VPN_DOWN_COMMAND', "/bin/sh -c '. /d/down.sh'", '. /d/down.sh'],
    ['VPN_PORT_FORWARDING_UP_COMMAND', '/bin/sh /d/up.sh {{PORT}}', '/bin/sh /d/up.sh {{PORT}}'],
    ['VPN_PORT_FORWARDING_DOWN_COMMAND', 'python3 -c x', 'python3 -c x'],
  ].map(
    ([variable = '', command = '', what = '']): Mutation => ({
      name: `${variable} runs what nobody sees`,
      change: ({ gluetun }) => setVariable(gluetun, variable, command),
      findings: [`leak unknown spec.template.spec.initContainers[1].env[8]: ${variable} ${hidden}: ${what}`],
    }),
  ),
  {
    name: 'a Secret says what gluetun runs when the tunnel is up',
    change: ({ gluetun }) => {
      const valueFrom = { secretKeyRef: { name: 'commands', key: 'up' } };
      gluetun.env.push({ name: 'VPN_UP_COMMAND', valueFrom });
    },
    findings: [`leak unknown spec.template.spec.initContainers[1].env[8]: VPN_UP_COMMAND ${hidden}: Secret "commands"`],
  },
  ...[
    { command: ['/d/post.sh'] },
    { command: ['/bin/sh', '/scripts/post.sh'] },
    { command: ['/bin/sh', '-c', 'timeout 9 /bin/sh /scripts/post.sh'], what: '/bin/sh /scripts/post.sh' },
    { command: ['python3', '-c', 'import os'] },
    { command: ['awk', 'BEGIN { system("id") }'] },
  ].map(
    ({ command, what = command.join(' ') }, at): Mutation => ({
      name: `a hook of gluetun runs what nobody sees, in way ${at + 1}`,
      change: ({ pod, gluetun }) => {
        pod.volumes.push({ name: 'scripts', configMap: { name: 'not-in-the-input' } });
        gluetun.volumeMounts.push({ name: 'scripts', mountPath: '/scripts' });
        gluetun.lifecycle = { postStart: { exec: { command } } };
      },
      findings: [
        `leak unknown spec.template.spec.initContainers[1].lifecycle.postStart.exec.command[${command.length - 1}]: gluetun ${hidden}: ${what}`,
      ],
    }),
  ),
  ...[
    `awk 'BEGIN { system("id") }'`,
    'su root -c /d/x',
    'flock /dev/null -c /d/x',
    'script -qc /d/x /dev/null',
    'watch /d/x',
    "perl -e 'fork'",
    'make -f /d/Makefile',
    'crontab /d/tab',
    'echo x | sed s/x/id/e',
    'ip -force -batch /d/links',
    'ip -b -',
    'busybox timeout 5 /d/x',
  ].map(
    (line): Mutation => ({
      name: `the guard says ${line}`,
      change: ({ guard }) => editScript(guard, [/^(set -u|for iptables in)/m, `${line}\n$1`]),
      findings: [
        `leak unknown spec.template.spec.initContainers[0].args[0]: guard also runs what is not in the input: ${
          / (\/d\/x)/.exec(line)?.[1] ?? line.replace(/^echo x \| |'/g, '')
        }`,
      ],
    }),
  ),
  ...[
    ['PATH', '/config/bin:/usr/bin:/bin'],
    ['LD_PRELOAD', '/config/x.so'],
    ['LD_LIBRARY_PATH', '/config'],
    ['LD_AUDIT', '/config/x.so'],
    ['BASH_ENV', '/config/rc'],
    ['ENV', '/config/rc'],
  ].flatMap(([name = '', value = '']) =>
    (['guard', 'gluetun'] as const).map(
      (container): Mutation => ({
        name: `${name} of ${container} is ${value}`,
        change: (all) => setVariable(all[container], name, value),
        findings: [
          `leak unknown spec.template.spec.initContainers[${container === 'guard' ? '0].env[0' : '1].env[8'}]: ${container} ${otherPrograms}: ${name} is set`,
        ],
      }),
    ),
  ),
  ...['/bin', '/sbin/iptables', '/usr/local/bin', '/usr/lib/xtables', '/lib'].flatMap((mountPath) =>
    (['guard', 'gluetun'] as const).map(
      (container): Mutation => ({
        name: `a volume is mounted at ${mountPath} of ${container}`,
        change: (all) => {
          all.pod.volumes.push({ name: 'programs', configMap: { name: 'programs' } });
          all[container].volumeMounts = [...(all[container].volumeMounts ?? []), { name: 'programs', mountPath }];
        },
        findings: [
          `leak unknown spec.template.spec.initContainers[${container === 'guard' ? '0].volumeMounts[0' : '1].volumeMounts[2'}]: ${container} ${otherPrograms}: volume programs is mounted at ${mountPath}`,
        ],
      }),
    ),
  ),
];
