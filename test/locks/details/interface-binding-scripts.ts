import { setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const configure = 'spec.template.spec.initContainers[2].command[2]';
const client = 'spec.template.spec.containers[0].command[2]';
const file = '/config/qBittorrent/qBittorrent.conf';
const write = `printf "%s\n" "$SETTINGS" >> ${file}`;

const ends = `risk ${configure}: configure ends before it writes what binds qbittorrent`;
const mayEnd = `risk unknown ${configure}: configure may end before it writes what binds qbittorrent`;
const undoes = (program: string, path = configure, name = 'configure') =>
  `risk ${path}: ${name} undoes by ${program} what binds qbittorrent`;
const changes = (program: string, path = configure, name = 'configure') =>
  `risk unknown ${path}: ${name} changes the settings of qbittorrent by ${program}, and the input does not show what binds it then`;

/** What the init container runs that writes the settings. */
const writers: readonly (readonly [script: string, findings: readonly string[]])[] = [
  [`exit 0\n${write}`, [ends]],
  [`{ exit; }\n${write}`, [ends]],
  [`A=1 exec sleep 1\n${write}`, [ends]],
  [`true && exit 0\n${write}`, [ends]],
  [`if true; then exit 0; fi\n${write}`, [ends]],
  [`[ -e /x ] && exit 0\n${write}`, [mayEnd]],
  [`case $(id -u) in 0) exit ;; esac\n${write}`, [mayEnd]],
  [`main() { exit 0; ${write}; }\nmain`, [mayEnd]],
  [
    `if [ -e /x ]; then ${write}`,
    [`risk unknown ${configure}: the script of configure, which writes what binds qbittorrent, cannot be read`],
  ],
  [`[ -e /config ] || exit 1\n(exit 0)\nexit 0 | true\n${write}`, []],
  [`exec 2>&1\n${write}\nexit 0`, []],
  [`f=${file}; ${write}; mv "$f" "$f.old"`, [undoes('mv')]],
  [`${write}; rm -f ${file}`, [undoes('rm')]],
  [`f=${file}; ${write}; sed -i s/tun0/eth0/ "$f"`, [undoes('sed')]],
  [`${write}; sed -i -e /Interface/d ${file}`, [undoes('sed')]],
  [`${write}; sed -i 's/un0$/un1/' ${file}`, [changes('sed')]],
  [`${write}; sed -i 's/^WebUI\\\\Port=.*/WebUI\\\\Port=1/' ${file}`, []],
  [`${write}; cp /defaults/qBittorrent.conf ${file}`, [changes('cp')]],
  [`${write}; cp ${file} /config/backup`, []],
  [`${write}; echo >${file}`, [changes('echo')]],
  [`${write}; echo "$(cat /config/more)" >>${file}`, [changes('echo')]],
  [`${write}; printf 'Session\\Interface=\n' >>${file}`, [changes('printf')]],
  [`${write}; printf 'Session\\Port=1\n' >>${file}`, []],
  [`${write}; python3 /edit.py ${file}`, [changes('python3')]],
  [`${write}; sh -c "tr t e <x >${file}"`, [changes('sh')]],
  [`${write}; chmod 600 ${file}; grep tun0 ${file}; head -n 1 <${file}`, []],
  [`n=${file}.new; printf "$SETTINGS" >"$n"; mv "$n" ${file}`, []],
  [`n=${file}.new; printf "$SETTINGS" >"$n"; mv "$n" ${file}.bak`, [undoes('mv')]],
  [`n=${file}.new; printf "$SETTINGS" >"$n"; echo ${file}`, [undoes('printf')]],
];

/** What the client runs before its own program. */
const starts: readonly (readonly [script: string, findings: readonly string[]])[] = [
  [`sed -i s/tun0/eth0/ ${file}; exec /init`, [undoes('sed', client, 'qbittorrent')]],
  [`cp /x ${file} && exec /init`, [changes('cp', client, 'qbittorrent')]],
  ['mkdir -p /config/qBittorrent; exec /init', []],
];

export const details: readonly Detail[] = [
  ...writers.map(
    ([script, findings]): Detail => ({
      name: `the init container with the settings says ${script}`,
      change: (all) => {
        all.configure.command = ['/bin/sh', '-c', script];
      },
      findings,
    }),
  ),
  ...starts.map(
    ([script, findings]): Detail => ({
      name: `the client's own start says ${script}`,
      change: (all) => {
        all.client.command = ['/bin/sh', '-c', script];
      },
      findings,
    }),
  ),
  {
    name: 'a second section of the settings empties the interface',
    change: (all) =>
      setVariable(
        all.configure,
        'SETTINGS',
        '[BitTorrent]\nSession\\Interface=tun0\n[BitTorrent]\nSession\\Interface=\n',
      ),
    findings: [
      'risk spec.template.spec.initContainers[2].env[0]: the settings of qbittorrent have Session\\Interface twice, and the last one is empty: it listens on every interface',
    ],
  },
  {
    name: 'a second section of the settings names the interface again',
    change: (all) =>
      setVariable(all.configure, 'SETTINGS', 'Session\\Interface=\n[BitTorrent]\nSession\\Interface=tun0\n'),
    findings: [],
  },
];
