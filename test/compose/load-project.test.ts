import { join } from 'node:path';
import { loadProject, type Project } from '../../lib/compose/load-project';
import { at, entriesOf, type Tree, textAt, textsOf } from '../../lib/compose/tree';
import { inFolder, refusal, smallest } from './project';

function loaded<Result>(
  files: Readonly<Record<string, string>>,
  look: (project: Project) => Result,
  paths: readonly string[] = ['compose.yml'],
): Result {
  return inFolder(files, (folder) =>
    look(loadProject({ paths: paths.map((path) => join(folder, path)), environment: new Map() })),
  );
}

function plain(tree: Tree | undefined): unknown {
  if (tree?.kind === 'mapping') return Object.fromEntries(entriesOf(tree).map(([key, value]) => [key, plain(value)]));
  if (tree?.kind === 'sequence') return tree.items.map(plain);
  return tree?.value === null ? null : tree?.text;
}

function service(project: Project, name: string): unknown {
  return plain(at(project.document, 'services', name));
}

test('short and long syntax are the same', () => {
  const text = `services:
  a:
    image: x
    ports: ["127.0.0.1:8080:80/udp", "9000-9001:9000-9001", 53, "[::1]:1:2"]
    volumes: ["data:/data:ro", "./here:/there", "/anonymous", "C:\\\\media:/media"]
    depends_on: [b]
    environment: ["A=1=2", "B", "C="]
    env_file: .env
    extra_hosts: ["one:192.0.2.1"]
    healthcheck: { test: curl localhost }
    ulimits: { nofile: 5 }
    devices: ["/dev/net/tun:/dev/net/tun"]
    secrets: [s]
    dns: 192.0.2.53
    labels: ["l=1"]
  b: { image: y }
secrets: { s: { environment: S } }
`;
  loaded({ 'compose.yml': text, '.env': 'A=1' }, (project) => {
    expect(service(project, 'a')).toEqual({
      image: 'x',
      ports: [
        { target: '80', published: '8080', protocol: 'udp', host_ip: '127.0.0.1' },
        { target: '9000', published: '9000' },
        { target: '9001', published: '9001' },
        { target: '53' },
        { target: '2', published: '1', host_ip: '::1' },
      ],
      volumes: [
        { type: 'volume', source: 'data', target: '/data', read_only: 'true' },
        { type: 'bind', source: './here', target: '/there' },
        { type: 'volume', target: '/anonymous' },
        { type: 'bind', source: 'C:\\media', target: '/media' },
      ],
      depends_on: { b: { condition: 'service_started' } },
      environment: { A: '1=2', B: null, C: '' },
      env_file: [{ path: './.env' }],
      extra_hosts: { one: '192.0.2.1' },
      healthcheck: { test: ['CMD-SHELL', 'curl localhost'] },
      ulimits: { nofile: { soft: '5', hard: '5' } },
      devices: [{ source: '/dev/net/tun', target: '/dev/net/tun' }],
      secrets: [{ source: 's' }],
      dns: ['192.0.2.53'],
      labels: { l: '1' },
    });
  });
});

test('several files are laid over one another', () => {
  const files = {
    'compose.yml': `services:
  a: { image: "x:1", command: [one], ports: ["1:1"], environment: { A: 1, B: 2 }, cap_add: [NET_ADMIN], labels: { gone: "1" } }
`,
    'over.yml': `services:
  a: { image: "x:2", command: [two, three], ports: ["2:2"], environment: ["B=3"], cap_add: !override [SYS_TIME], labels: !reset null }
`,
  };
  loaded(
    files,
    (project) => {
      expect(service(project, 'a')).toEqual({
        image: 'x:2',
        command: ['two', 'three'],
        ports: [
          { target: '1', published: '1' },
          { target: '2', published: '2' },
        ],
        environment: { A: '1', B: '3' },
        cap_add: ['SYS_TIME'],
      });
    },
    ['compose.yml', 'over.yml'],
  );
});

test('extends lays the other service under this one, and its folders stay where they were', () => {
  const files = {
    'compose.yml': 'services:\n  a: { extends: { file: base/base.yml, service: base }, environment: { B: 2 } }\n',
    'base/base.yml':
      'services:\n  base: { image: "x:1", environment: { A: 1, B: 1 }, volumes: ["./data:/data"], depends_on: [c] }\n  c: { image: y }\n',
  };
  loaded(files, (project) => {
    expect(service(project, 'a')).toEqual({
      image: 'x:1',
      environment: { A: '1', B: '2' },
      volumes: [{ type: 'bind', source: './base/data', target: '/data' }],
    });
  });
});

test('include brings another file, with variables of its own', () => {
  const files = {
    'compose.yml':
      'include:\n  - path: vpn/compose.yml\n    env_file: vpn/vpn.env\nservices:\n  b: { image: "y:${TAG:-1}" }\n',
    'vpn/compose.yml': 'services:\n  a: { image: "x:${TAG}" }\n',
    'vpn/vpn.env': 'TAG=7',
  };
  loaded(files, (project) => {
    expect(textAt(project.document, 'services', 'a', 'image')).toBe('x:7');
    expect(textAt(project.document, 'services', 'b', 'image')).toBe('y:1');
  });
});

test('merge keys: a mapping’s own keys win, then the mapping that stands first', () => {
  const text = `x-one: &one { restart: always, hostname: one }
x-two: &two { restart: "no", domainname: two }
services:
  a: { <<: [*one, *two], image: x, hostname: own }
`;
  loaded({ 'compose.yml': text }, (project) => {
    expect(service(project, 'a')).toEqual({ restart: 'always', domainname: 'two', hostname: 'own', image: 'x' });
  });
});

test('the shell’s variables go before those of .env', () => {
  inFolder({ 'compose.yml': 'services:\n  a: { image: "x:${A}-${B}" }\n', '.env': 'A=1\nB=2' }, (folder) => {
    const project = loadProject({ paths: [join(folder, 'compose.yml')], environment: new Map([['A', '9']]) });
    expect(textsOf(at(project.document, 'services', 'a', 'image'))).toEqual(['x:9-2']);
  });
});

test.each<readonly [string, Readonly<Record<string, string>>, string]>([
  [
    'extends in a circle',
    { 'compose.yml': 'services:\n  a: { image: x, extends: b }\n  b: { image: x, extends: a }\n' },
    'compose.yml:2:27 services.a.extends: extends itself, by way of ',
  ],
  [
    'include in a circle',
    { 'compose.yml': `include: [other.yml]\n${smallest}`, 'other.yml': 'include: [other.yml]\nservices: {}\n' },
    'other.yml:1:11 include: "other.yml" includes itself',
  ],
  [
    'a file outside by extends',
    { 'compose.yml': 'services:\n  a: { extends: { file: ../other.yml, service: x } }\n' },
    'compose.yml:2:17 services.a.extends: "../other.yml" lies outside the project\'s folder',
  ],
  [
    'a file outside by include',
    { 'compose.yml': 'include: [../other.yml]\nservices: {}\n' },
    'compose.yml:1:11 include: "../other.yml" lies outside the project\'s folder',
  ],
  [
    'a file outside by an absolute path',
    { 'compose.yml': 'include: [/etc/passwd]\nservices: {}\n' },
    'compose.yml:1:11 include: "/etc/passwd" lies outside the project\'s folder',
  ],
  [
    'a file outside by env_file',
    { 'compose.yml': smallest.replace('    image: qmcgaw', '    env_file: ../../secrets.env\n    image: qmcgaw') },
    'compose.yml:3:15 services.gluetun.env_file[0]: "../../secrets.env" lies outside the project\'s folder',
  ],
  [
    'an env_file that is not there',
    { 'compose.yml': smallest.replace('    image: qmcgaw', '    env_file: vpn.env\n    image: qmcgaw'), 'vp.env': '' },
    'compose.yml:3:15 services.gluetun.env_file[0]: "./vpn.env" does not exist; did you mean ',
  ],
  [
    'a service that is not in the file',
    { 'compose.yml': 'services:\n  a: { extends: { file: other.yml, service: x } }\n', 'other.yml': 'services: {}\n' },
    'compose.yml:2:17 services.a.extends: there is no service "x" in other.yml',
  ],
  [
    'a service of an included file said again',
    {
      'compose.yml': 'include: [other.yml]\nservices:\n  a: { image: x }\n',
      'other.yml': 'services:\n  a: { image: y }\n',
    },
    'compose.yml:3:6 services.a: is defined here and in an included file',
  ],
])('%s is refused with its place', (_, files, message) => {
  expect(refusal(files).startsWith(message) ? message : refusal(files)).toBe(message);
});
