import { editScript, type LockedManifests, type Loose, set, setVariable, unsetVariable } from '../locked-manifests';
import type { Detail } from './detail';

const gluetun = 'spec.template.spec.initContainers[1]';
const noKey = "gluetun's control server demands no key: any container of the Pod can stop the VPN at 127.0.0.1:8000";
const roleVariable = 'HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE';
const fileVariable = 'HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH';

/** The start script says nothing of the default role. */
function withoutRole({ gluetun: container }: LockedManifests): void {
  editScript(container, [/export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE.*/, ':']);
}

/** A file of the ConfigMap "auth" in gluetun. */
function file(all: LockedManifests, mountPath: string, data?: Readonly<Record<string, string>>): void {
  all.pod.volumes.push({ name: 'auth', configMap: { name: 'auth' } });
  all.gluetun.volumeMounts.push({ name: 'auth', mountPath, readOnly: true });
  if (data !== undefined) all.addConfigMap('auth', data);
}

const fromElsewhere = { configMapKeyRef: { name: 'elsewhere', key: 'k' } };

const addresses: readonly Detail[] = [
  ...(
    [
      ['127.0.0.1:8000', undefined],
      ['127.1.2.3:8000', undefined],
      ['[::1]:8000', undefined],
      ['LOCALHOST:8000', undefined],
      ['0.0.0.0:8002', 8002],
      ['[::]:8003', 8003],
      ['10.127.0.1:8004', 8004],
      ['1270.0.0.1:8005', 8005],
      ['nonsense', undefined],
    ] as const
  ).map(
    ([address, port]): Detail => ({
      name: `the control server is at ${address}`,
      change: (all) => setVariable(all.gluetun, 'HTTP_CONTROL_SERVER_ADDRESS', address),
      findings:
        port === undefined
          ? []
          : [`risk ${gluetun}.env[7]: gluetun's control server listens on the Pod's address, port ${port}`],
    }),
  ),
  {
    name: 'the input lacks the address of the control server',
    change: (all) => {
      unsetVariable(all.gluetun, 'HTTP_CONTROL_SERVER_ADDRESS');
      all.gluetun.env.push({ name: 'HTTP_CONTROL_SERVER_ADDRESS', valueFrom: fromElsewhere });
    },
    findings: [`risk unknown ${gluetun}.env[7]: ConfigMap "elsewhere" decides where gluetun's control server listens`],
  },
  {
    name: 'every server of gluetun listens, and no policy restricts ingress',
    change: (all) => {
      unsetVariable(all.gluetun, 'HTTP_CONTROL_SERVER_ADDRESS');
      for (const name of ['HTTPPROXY', 'SHADOWSOCKS', 'SOCKS5']) setVariable(all.gluetun, name, 'on');
      set(all.policy.spec, 'policyTypes', ['Egress']);
    },
    findings: [
      "risk : no NetworkPolicy in the input restricts who reaches gluetun's DNS server (port 53), control server (port 8000), HTTP proxy (port 8888), Shadowsocks proxy (port 8388), SOCKS5 proxy (port 1080)",
      `risk ${gluetun}: gluetun's control server listens on the Pod's address, port 8000`,
    ],
  },
  {
    name: 'proxies are off, on loopback, or elsewhere, and a policy admits every port',
    change: (all) => {
      for (const [name, value] of [
        ...[
          ['HTTPPROXY', 'off'],
          ['SHADOWSOCKS', 'on'],
          ['SHADOWSOCKS_LISTENING_ADDRESS', 'localhost:8388'],
        ],
        ...[
          ['SOCKS5', 'on'],
          ['SOCKS5_LISTENING_ADDRESS', ':1081'],
        ],
      ] as [string, string][])
        setVariable(all.gluetun, name, value);
      all.policy.spec.ingress.push({});
    },
    findings: ["risk spec.ingress[1]: admits every port: gluetun's DNS server (port 53), SOCKS5 proxy (port 1081)"],
  },
];

/** What a policy may admit beside what it does, and what that is. */
const admitted: readonly (readonly [port: Loose, what: string | undefined])[] = [
  [{ port: 'webui' }, undefined],
  [{ port: 'nobody' }, 'admits TCP nobody, which no container declares'],
  [{ port: '53' }, "admits TCP 53: gluetun's DNS server"],
  [{ port: 50, endPort: 53 }, "admits TCP 50-53: gluetun's DNS server"],
  [{ port: 53, endPort: 60 }, "admits TCP 53-60: gluetun's DNS server"],
  [{ port: 54, endPort: 60 }, 'admits TCP 54-60, which no container declares'],
  [{ port: 8080, endPort: 8090 }, undefined],
  [{ port: 8000, endPort: 8080 }, undefined],
  [{ protocol: 'UDP' }, "admits every UDP port: gluetun's DNS server"],
];

const policies: readonly Detail[] = [
  ...admitted.map(
    ([port, what]): Detail => ({
      name: `a policy admits ${JSON.stringify(port)}`,
      change: (all) => void all.policy.spec.ingress[0].ports.push(port),
      findings: what === undefined ? [] : [`risk spec.ingress[0].ports: ${what}`],
    }),
  ),
  {
    name: 'no container declares a port, and a policy admits one',
    change: (all) => {
      delete all.client.ports;
      set(all.policy.spec.ingress[0], 'ports', [{ port: 8080 }]);
    },
    findings: [],
  },
  {
    name: 'a policy without a namespace admits everything',
    change: (all) =>
      all.addObject({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'all' },
        spec: { podSelector: {}, ingress: [{}] },
      }),
    findings: [],
  },
];

const key = "the key of gluetun's control server stands in the manifest";

const roles: readonly Detail[] = [
  ...(
    [
      ['{"auth":"APIKEY","apikey":"k"}', key],
      ['{"auth":"basic","password":"k"}', key],
      ['{"auth":"basic","apikey":"k"}', noKey],
      ['{"auth":"apikey","password":"k"}', noKey],
      ['{"auth":"other","password":"k"}', noKey],
      ['{"auth":"none"}', noKey],
      ['nonsense', noKey],
    ] as const
  ).map(
    ([role, message]): Detail => ({
      name: `a variable has the default role ${role}`,
      change: (all) => {
        withoutRole(all);
        setVariable(all.gluetun, roleVariable, role);
      },
      findings: [`risk ${gluetun}.env[8]: ${message}`],
    }),
  ),
  {
    name: 'a Secret of the input has the default role',
    change: (all) => {
      withoutRole(all);
      all.gluetun.env.push({ name: roleVariable, valueFrom: { secretKeyRef: { name: 'role', key: 'k' } } });
      all.addSecret('role', { k: '{"auth":"apikey","apikey":"k"}' });
    },
    findings: [],
  },
  {
    name: 'the input lacks the default role',
    change: (all) => {
      withoutRole(all);
      all.gluetun.env.push({ name: roleVariable, valueFrom: fromElsewhere });
    },
    findings: [`risk unknown ${gluetun}.env[8]: ConfigMap "elsewhere" decides who may use gluetun's control server`],
  },
  {
    name: 'a volume without a file of roles is mounted elsewhere',
    change: (all) => {
      withoutRole(all);
      file(all, '/gluetun/authority');
    },
    findings: [`risk ${gluetun}: ${noKey}`],
  },
  {
    name: 'the file of the roles itself is mounted',
    change: (all) => {
      withoutRole(all);
      file(all, '/gluetun/auth/config.toml');
    },
    findings: [],
  },
  {
    name: 'the input lacks other variables of gluetun',
    change: (all) => set(all.gluetun, 'envFrom', [{ configMapRef: { name: 'elsewhere' } }]),
    findings: [],
  },
];

/** Roles of /x/y/../c.toml, and the routes that they give to everybody. */
const routes: readonly (readonly [toml: string, open: readonly string[]])[] = [
  ['[[roles]]\nroutes = ["PUT /a", \'GET /b\']\nauth = "none"', ['PUT /a', 'GET /b']],
  ['[[ roles ]]\n"routes"=["PUT /a"]\n"auth"="none"', ['PUT /a']],
  ['[[roles]]\nroutes = ["PUT /a"]', ['PUT /a']],
  ['[[roles]]\nauth = "none"', []],
  ['[[roles]]\nroutes = ["PUT /a"]\nauth = "apikey"\napikey = "k"', []],
  ["[[roles]]\nroutes = ['PUT /a']\n  'auth'  =  'BASIC'\npassword = 'k'", []],
  ['[[roles]]\nroutes = ["PUT /a"]\nauth = "apikeys"', ['PUT /a']],
  ['[[roles]]\nroutes = ["PUT /a"]\nauth = "noapikey"', ['PUT /a']],
  ['[[roles]]\nroutes = ["PUT /a"]\nauth = "apikey"\napikey = ""', ['PUT /a']],
  ["[[roles]]\nroutes = ['PUT /a']\nauth = 'basic'\n  password  =  ''", ['PUT /a']],
  ['[[roles]]\nroutes = ["PUT /a"]\n# auth = "apikey"\n', ['PUT /a']],
  ['[[roles]]\nroutes = ["PUT /a"]\n  # auth = "apikey"\n', ['PUT /a']],
  ['[[roles]]\nroutes = ["PUT /a"]\nauth = "apikey"\n[[roles]]\nroutes = ["PUT /b"]', ['PUT /b']],
  ['routes = ["PUT /a"]', []],
  ...['publicip/ip', 'portforward', 'openvpn/portforwarded', 'vpn/status', 'openvpn/status', 'dns/status'].map(
    (route) => [`[[roles]]\nroutes = ["GET /v1/${route}"]`, []] as const,
  ),
  ['[[roles]]\nroutes = ["GET /v1/updater/status"]', []],
  ...['PUT /v1/vpn/status', 'GET /v1/vpn/statuses', 'GET /v1/vpn/settings', 'XGET /v1/vpn/status'].map(
    (route) => [`[[roles]]\nroutes = ["${route}"]`, [route]] as const,
  ),
];

const files: readonly Detail[] = [
  ...routes.map(
    ([toml, open]): Detail => ({
      name: `a file of roles says ${JSON.stringify(toml)}`,
      change: (all) => {
        setVariable(all.gluetun, fileVariable, '/x/y/../c.toml');
        file(all, '/x', { 'c.toml': toml, 'd.toml': '[[roles]]\nroutes = ["PUT /d"]' });
      },
      findings: open.map(
        (route) =>
          `risk ${gluetun}.volumeMounts[2]: c.toml gives ${route} to every container of the Pod, without a key`,
      ),
    }),
  ),
  {
    name: 'the input lacks the file that gluetun reads its roles from',
    change: (all) => {
      setVariable(all.gluetun, fileVariable, '/x/c.toml');
      withoutRole(all);
      file(all, '/x');
    },
    findings: [],
  },
];

export const details: readonly Detail[] = [...addresses, ...policies, ...roles, ...files];
