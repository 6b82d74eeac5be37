import { editScript, set, setVariable, unsetVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

const noKey = "gluetun's control server demands no key: any container of the Pod can stop the VPN at 127.0.0.1:8000";

export const mutations: readonly Mutation[] = [
  {
    name: 'the control server is at the Pod’s address by default',
    change: ({ gluetun }) => unsetVariable(gluetun, 'HTTP_CONTROL_SERVER_ADDRESS'),
    findings: [
      "risk spec.template.spec.initContainers[1]: gluetun's control server listens on the Pod's address, port 8000",
    ],
  },
  {
    name: 'the control server is at every address',
    change: ({ gluetun }) => setVariable(gluetun, 'HTTP_CONTROL_SERVER_ADDRESS', ':8001'),
    findings: [
      "risk spec.template.spec.initContainers[1].env[7]: gluetun's control server listens on the Pod's address, port 8001",
    ],
  },
  {
    name: 'the control server demands no key',
    change: ({ gluetun }) => editScript(gluetun, [/export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE.*/, ':']),
    findings: [
      "risk spec.template.spec.initContainers[1]: gluetun's control server demands no key: any container of the Pod can stop the VPN at 127.0.0.1:8000",
    ],
  },
  {
    name: 'the control server is open by its default role',
    change: ({ gluetun }) =>
      editScript(gluetun, [/(export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE=).*/, `$1'{"auth":"none"}'`]),
    findings: [
      "risk spec.template.spec.initContainers[1].args[0]: gluetun's control server demands no key: any container of the Pod can stop the VPN at 127.0.0.1:8000",
    ],
  },
  {
    name: 'no policy restricts ingress',
    change: ({ policy }) => set(policy.spec, 'policyTypes', ['Egress']),
    findings: ["risk : no NetworkPolicy in the input restricts who reaches gluetun's DNS server (port 53)"],
  },
  {
    name: 'a policy admits every port',
    change: ({ policy }) => void policy.spec.ingress.push({ from: [{ podSelector: {} }] }),
    findings: ["risk spec.ingress[1]: admits every port: gluetun's DNS server (port 53)"],
  },
  {
    name: "a policy admits gluetun's DNS server",
    change: ({ policy }) => void policy.spec.ingress[0].ports.push({ protocol: 'UDP', port: 53 }),
    findings: ["risk spec.ingress[0].ports: admits UDP 53: gluetun's DNS server"],
  },
  {
    name: 'a policy admits a port that nobody declares',
    change: ({ policy }) => void policy.spec.ingress[0].ports.push({ port: 9999 }),
    findings: ['risk spec.ingress[0].ports: admits TCP 9999, which no container declares'],
  },
  {
    name: 'a policy admits a range of ports',
    change: ({ policy }) => void policy.spec.ingress[0].ports.push({ port: 1, endPort: 65535 }),
    findings: ["risk spec.ingress[0].ports: admits TCP 1-65535: gluetun's DNS server"],
  },
  {
    name: 'a policy admits the HTTP proxy',
    change: ({ gluetun, policy }) => {
      setVariable(gluetun, 'HTTPPROXY', 'on');
      policy.spec.ingress[0].ports.push({ port: 8888 });
    },
    findings: ["risk spec.ingress[0].ports: admits TCP 8888: gluetun's HTTP proxy"],
  },
  {
    name: 'a second policy admits everything',
    change: (all) =>
      all.add(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: everything, namespace: downloads}
spec: {podSelector: {}, ingress: [{}]}`),
    findings: ["risk spec.ingress[0]: admits every port: gluetun's DNS server (port 53)"],
  },
  ...[
    [`'{"auth":"apikey","apikey":""}'`, noKey],
    [`'{"auth":"basic","username":"me","password":""}'`, noKey],
    [`'{"auth":"none","name":"\\"auth\\":\\"apikey\\""}'`, noKey],
    [`"{\\"auth\\":\\"none\\",\\"apikey\\":\\"$(id)\\"}"`, noKey],
    [`"{\\"auth\\":\\"apikey\\",\\"apikey\\":\\"\\",\\"name\\":\\"$(id)\\"}"`, noKey],
    ['open', noKey],
    [`'{"auth":"apikey","apikey":"podlock"}'`, "the key of gluetun's control server stands in the manifest"],
  ].map(
    ([role = '', message = '']): Mutation => ({
      name: `the default role of the control server is ${role}`,
      change: ({ gluetun }) =>
        editScript(gluetun, [/(export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE=).*/, `$1${role.replaceAll('$', '$$$$')}`]),
      findings: [`risk spec.template.spec.initContainers[1].args[0]: ${message}`],
    }),
  ),
  {
    name: 'a role of another file lets every container stop the VPN',
    change: (all) => {
      all.pod.volumes.push({ name: 'auth', configMap: { name: 'auth' } });
      all.gluetun.volumeMounts.push({ name: 'auth', mountPath: '/roles', readOnly: true });
      setVariable(all.gluetun, 'HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH', '/roles/c.toml');
      const roles = '[[roles]]\nname = "all"\nroutes = ["PUT /v1/vpn/status"]\nauth = "none"\n';
      all.add(
        JSON.stringify({
          ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'auth', namespace: 'downloads' } },
          data: { 'c.toml': roles },
        }),
      );
    },
    findings: [
      'risk spec.template.spec.initContainers[1].volumeMounts[2]: c.toml gives PUT /v1/vpn/status to every container of the Pod, without a key',
    ],
  },
  {
    name: 'the input lacks the name of the file with the roles',
    change: ({ gluetun }) =>
      gluetun.env.push({
        name: 'HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH',
        valueFrom: { configMapKeyRef: { name: 'elsewhere', key: 'roles' } },
      }),
    findings: [
      "risk unknown spec.template.spec.initContainers[1]: HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH names roles of gluetun's control server that the input lacks",
    ],
  },
  {
    name: 'a role of the file lets every container stop the VPN',
    change: (all) => {
      all.pod.volumes.push({ name: 'auth', configMap: { name: 'auth' } });
      all.gluetun.volumeMounts.push({ name: 'auth', mountPath: '/gluetun/auth', readOnly: true });
      const roles = '[[roles]]\nname = "all"\nroutes = ["GET /v1/publicip/ip", "PUT /v1/vpn/status"]\nauth = "none"\n';
      all.add(
        JSON.stringify({
          ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'auth', namespace: 'downloads' } },
          data: { 'config.toml': roles },
        }),
      );
    },
    findings: [
      'risk spec.template.spec.initContainers[1].volumeMounts[2]: config.toml gives PUT /v1/vpn/status to every container of the Pod, without a key',
    ],
  },
];
