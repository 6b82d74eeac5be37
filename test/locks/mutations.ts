import {
  drop,
  editScript,
  type LockedManifests,
  type Loose,
  set,
  setVariable,
  unsetVariable,
} from './locked-manifests';

/** One way to open one lock in manifests in which every lock is closed. */
export interface Mutation {
  /** A fact about the changed manifests. */
  readonly name: string;
  change(manifests: LockedManifests): void;
  /** Every finding on test/fixtures/locked-pod.yaml after the change: severity, path, message. */
  readonly findings: readonly string[];
}

function clientElsewhere(manifests: LockedManifests, kind: string, namespace: string): void {
  const { image } = manifests.client;
  manifests.pod.containers = [];
  manifests.add(`
apiVersion: apps/v1
kind: ${kind}
metadata: {name: torrents, namespace: ${namespace}}
spec: {template: {spec: {containers: [{name: client, image: '${image}'}]}}}`);
}

function moveToContainers({ pod, gluetun }: LockedManifests): void {
  pod.initContainers = pod.initContainers.filter((each: Loose) => each !== gluetun);
  delete gluetun.restartPolicy;
  pod.containers.push(gluetun);
}

/** Every known way to open each lock. The checks must name that lock and no other. */
export const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  'shared-namespace': [
    { name: 'the Pod is on the network of its node', change: ({ pod }) => set(pod, 'hostNetwork', true), findings: [] },
    { name: 'hostNetwork is a quoted true', change: ({ pod }) => set(pod, 'hostNetwork', 'true'), findings: [] },
    { name: 'gluetun is alone in its Pod', change: ({ pod }) => set(pod, 'containers', []), findings: [] },
    {
      name: 'the client is in a Deployment of its own',
      change: (all) => clientElsewhere(all, 'Deployment', 'downloads'),
      findings: [],
    },
    {
      name: 'the client is in a StatefulSet of another namespace',
      change: (all) => clientElsewhere(all, 'StatefulSet', 'media'),
      findings: [],
    },
  ],
  'startup-gate': [
    { name: 'gluetun is an ordinary container beside the client', change: moveToContainers, findings: [] },
    {
      name: 'gluetun is an ordinary container whose postStart hook waits for its health',
      change: (all) => {
        moveToContainers(all);
        all.pod.containers.reverse();
        const command = ['/bin/sh', '-c', 'until /gluetun-entrypoint healthcheck; do sleep 1; done'];
        all.gluetun.lifecycle = { postStart: { exec: { command } } };
      },
      findings: [],
    },
    { name: 'gluetun has no startup probe', change: ({ gluetun }) => drop(gluetun, 'startupProbe'), findings: [] },
    {
      name: 'gluetun is an init container that never ends',
      change: ({ gluetun }) => drop(gluetun, 'restartPolicy'),
      findings: [],
    },
    {
      name: 'the startup probe opens a TCP socket',
      change: ({ gluetun }) => set(gluetun, 'startupProbe', { tcpSocket: { port: 8000 }, failureThreshold: 30 }),
      findings: [],
    },
    {
      name: 'the startup probe asks for the public address',
      change: ({ gluetun }) => {
        gluetun.startupProbe = { httpGet: { path: '/v1/publicip/ip', port: 8000 }, failureThreshold: 30 };
      },
      findings: [],
    },
    {
      name: 'the startup probe asks the control server by a command',
      change: ({ gluetun }) => {
        const command = ['wget', '-qO-', 'http://127.0.0.1:8000/v1/publicip/ip'];
        gluetun.startupProbe = { exec: { command }, failureThreshold: 30 };
      },
      findings: [],
    },
    {
      name: 'the startup probe always succeeds',
      change: ({ gluetun }) => set(gluetun, 'startupProbe', { exec: { command: ['true'] }, failureThreshold: 30 }),
      findings: [],
    },
    {
      name: 'the startup probe ignores the failure of its command',
      change: ({ gluetun }) => {
        const command = ['sh', '-c', '/gluetun-entrypoint healthcheck || true'];
        gluetun.startupProbe = { exec: { command }, failureThreshold: 30 };
      },
      findings: [],
    },
    {
      name: 'the startup probe looks for the interface',
      change: ({ gluetun }) => {
        gluetun.startupProbe = { exec: { command: ['ip', 'link', 'show', 'tun0'] }, failureThreshold: 30 };
      },
      findings: [],
    },
    {
      name: 'the window of the startup probe is the default of Kubernetes',
      change: ({ gluetun }) => {
        gluetun.startupProbe = { exec: gluetun.startupProbe.exec };
      },
      findings: [],
    },
    {
      name: 'another program runs before the guard',
      change: ({ pod, configure }) =>
        void pod.initContainers.unshift({ ...configure, name: 'permissions', image: 'busybox:1.37.0' }),
      findings: [],
    },
    {
      name: 'the client is a sidecar that starts before the guard',
      change: ({ pod, client }) =>
        void pod.initContainers.unshift({ ...client, name: 'early', restartPolicy: 'Always' }),
      findings: [],
    },
  ],
  firewall: [
    ...['off', 'OFF', 'no', 'false', 'disabled', ' "off" '].map(
      (value): Mutation => ({
        name: `gluetun's firewall is ${value}`,
        change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', value),
        findings: [],
      }),
    ),
    {
      name: 'the start script switches the firewall off',
      change: ({ gluetun }) =>
        editScript(gluetun, [
          'exec /gluetun',
          'export FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT=off\nexec /gluetun',
        ]),
      findings: [],
    },
    {
      name: 'the old switch of the firewall is off, which this version ignores',
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL', 'off'),
      findings: [],
    },
    {
      name: 'the old switch of the firewall is off in an old gluetun',
      change: ({ gluetun }) => {
        setVariable(gluetun, 'FIREWALL', 'off');
        gluetun.image = 'docker.io/qmcgaw/gluetun:v3.38.1';
      },
      findings: [],
    },
    {
      name: 'two halves of the internet are outbound subnets',
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '0.0.0.0/1, 128.0.0.0/1'),
      findings: [],
    },
    {
      name: 'a public address is an outbound subnet',
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '192.168.1.0/24,1.2.3.4/32'),
      findings: [],
    },
    {
      name: 'the Pods and Services of the cluster are outbound subnets',
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_OUTBOUND_SUBNETS', '10.42.0.0/16,10.43.0.0/16'),
      findings: [],
    },
    {
      name: 'rules of the start script let the client out',
      change: ({ gluetun }) =>
        editScript(gluetun, ['exec /gluetun', 'iptables -I OUTPUT -o eth0 -j ACCEPT\nexec /gluetun']),
      findings: [],
    },
    {
      name: "post-rules remove gluetun's rules",
      change: (all) => {
        all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
        all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
        all.add(`
apiVersion: v1
kind: ConfigMap
metadata: {name: rules, namespace: downloads}
data: {post-rules.txt: "iptables -F OUTPUT\\niptables -P OUTPUT ACCEPT"}`);
      },
      findings: [],
    },
    {
      name: 'what the input lacks may set the firewall',
      change: ({ gluetun }) => set(gluetun, 'envFrom', [{ configMapRef: { name: 'elsewhere' } }]),
      findings: [],
    },
  ],
  uplink: [
    {
      name: 'there is no guard',
      change: ({ pod, guard }) => void pod.initContainers.splice(pod.initContainers.indexOf(guard), 1),
      findings: [],
    },
    {
      name: 'the guard runs after gluetun',
      change: ({ pod, guard }) => {
        pod.initContainers = [...pod.initContainers.filter((each: Loose) => each !== guard), guard];
      },
      findings: [],
    },
    {
      name: 'the guard forgets IPv6',
      change: ({ guard }) => editScript(guard, [/in iptables ip6tables/, 'in iptables'], [/lock ip6tables/, ':']),
      findings: [],
    },
    {
      name: 'the guard sets policy ACCEPT',
      change: ({ guard }) =>
        editScript(
          guard,
          ['-P OUTPUT DROP', '-P OUTPUT ACCEPT'],
          [/:(OUTPUT|POSTROUTING) DROP/, ':$1 ACCEPT'],
          ["echo '-A podlock -j DROP'", ':'],
        ),
      findings: [],
    },
    {
      name: "the guard works in gluetun's own table",
      change: ({ guard }) => editScript(guard, ['-t mangle', '-t filter'], ['*mangle', '*filter']),
      findings: [],
    },
    {
      name: 'the guard lets everything out by eth0',
      change: ({ guard }) => editScript(guard, [/(-A (?:OUTPUT|podlock)) -o lo -j ACCEPT/, '$1 -o eth0 -j ACCEPT']),
      findings: [],
    },
    {
      name: 'the guard accepts every established flow',
      change: ({ guard }) =>
        editScript(guard, [
          /-m connmark --mark 0x1 -m conntrack --ctstate ESTABLISHED --ctdir REPLY/,
          '-m conntrack --ctstate ESTABLISHED',
        ]),
      findings: [],
    },
    {
      name: 'the guard answers peers of the tunnel by eth0',
      change: ({ guard }) => editScript(guard, [/.*-A PREROUTING -i tun0 -j RETURN\n/, '']),
      findings: [],
    },
    {
      name: "the guard lets out another mark than gluetun's",
      change: ({ guard }) => editScript(guard, [/--mark 0xca6c/, '--mark 0x1']),
      findings: [],
    },
    {
      name: 'the guard goes on when a rule cannot be set',
      change: ({ guard }) => {
        if (guard.args !== undefined) guard.command = ['/bin/sh', '-c'];
        else editScript(guard, ['exit 1', ':']);
      },
      findings: [],
    },
  ],
  dns: [
    { name: 'dnsPolicy is not set', change: ({ pod }) => drop(pod, 'dnsPolicy'), findings: [] },
    { name: "dnsPolicy is the cluster's", change: ({ pod }) => set(pod, 'dnsPolicy', 'ClusterFirst'), findings: [] },
    { name: "dnsPolicy is the node's", change: ({ pod }) => set(pod, 'dnsPolicy', 'Default'), findings: [] },
    {
      name: "the nameserver is the cluster's",
      change: ({ pod }) => set(pod, 'dnsConfig', { nameservers: ['10.43.0.10'] }),
      findings: [],
    },
    {
      name: 'a public nameserver stands beside gluetun',
      change: ({ pod }) => set(pod, 'dnsConfig', { nameservers: ['127.0.0.1', '1.1.1.1'] }),
      findings: [],
    },
    { name: 'there is no nameserver', change: ({ pod }) => drop(pod, 'dnsConfig'), findings: [] },
    {
      name: "gluetun's DNS server is off by its old name",
      change: ({ gluetun }) => setVariable(gluetun, 'DOT', 'off'),
      findings: [],
    },
    {
      name: "gluetun's DNS server is off",
      change: ({ gluetun }) => setVariable(gluetun, 'DNS_SERVER', 'no'),
      findings: [],
    },
    {
      name: 'gluetun keeps the nameserver of the cluster',
      change: ({ gluetun }) => setVariable(gluetun, 'DNS_KEEP_NAMESERVER', 'on'),
      findings: [],
    },
    {
      name: "gluetun asks the cluster's DNS",
      change: ({ gluetun }) => setVariable(gluetun, 'DNS_ADDRESS', '10.43.0.10'),
      findings: [],
    },
    {
      name: 'gluetun asks its upstream in clear text',
      change: ({ gluetun }) => setVariable(gluetun, 'DNS_UPSTREAM_RESOLVER_TYPE', 'plain'),
      findings: [],
    },
  ],
  'raw-sockets': [
    {
      name: 'the client keeps the default capabilities',
      change: ({ client }) => drop(client.securityContext, 'capabilities'),
      findings: [],
    },
    {
      name: 'the client has NET_RAW',
      change: ({ client }) => set(client.securityContext.capabilities, 'add', ['NET_RAW']),
      findings: [],
    },
    {
      name: 'the client has NET_ADMIN by its long name',
      change: ({ client }) => set(client.securityContext.capabilities, 'add', ['CAP_NET_ADMIN']),
      findings: [],
    },
    {
      name: 'the client drops CAP_NET_RAW, which containerd does not know',
      change: ({ client }) => set(client.securityContext, 'capabilities', { drop: ['CAP_NET_RAW'] }),
      findings: [],
    },
    {
      name: 'the client drops NET_RAW alone',
      change: ({ client }) => set(client.securityContext, 'capabilities', { drop: ['NET_RAW'] }),
      findings: [],
    },
    {
      name: 'the client is privileged',
      change: ({ client }) => set(client.securityContext, 'privileged', true),
      findings: [],
    },
    {
      name: 'the client has every capability',
      change: ({ client }) => set(client.securityContext, 'capabilities', { add: ['ALL'] }),
      findings: [],
    },
    {
      name: 'the client has no security context',
      change: ({ client }) => drop(client, 'securityContext'),
      findings: [],
    },
    {
      name: 'the client may escalate its privileges',
      change: ({ client }) => drop(client.securityContext, 'allowPrivilegeEscalation'),
      findings: [],
    },
    {
      name: 'an init container has NET_ADMIN',
      change: ({ configure }) => set(configure.securityContext.capabilities, 'add', ['NET_ADMIN']),
      findings: [],
    },
    {
      name: 'gluetun keeps the default capabilities',
      change: ({ gluetun }) => drop(gluetun.securityContext.capabilities, 'drop'),
      findings: [],
    },
    {
      name: 'gluetun may load kernel modules',
      change: ({ gluetun }) => void gluetun.securityContext.capabilities.add.push('SYS_MODULE'),
      findings: [],
    },
    {
      name: 'gluetun has NET_RAW',
      change: ({ gluetun }) => void gluetun.securityContext.capabilities.add.push('NET_RAW'),
      findings: [],
    },
    {
      name: 'gluetun is privileged',
      change: ({ gluetun }) => set(gluetun.securityContext, 'privileged', true),
      findings: [],
    },
    {
      name: 'somebody debugs the Pod with NET_ADMIN',
      change: ({ pod, client }) => {
        const securityContext = { ...client.securityContext, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } };
        pod.ephemeralContainers = [{ name: 'debugger', image: 'busybox:1.37.0', securityContext }];
      },
      findings: [],
    },
  ],
  'egress-policy': [
    {
      name: 'the policy restricts ingress only',
      change: ({ policy }) => set(policy.spec, 'policyTypes', ['Ingress']),
      findings: [],
    },
    { name: 'a rule has no addresses', change: ({ policy }) => drop(policy.spec.egress[0], 'to'), findings: [] },
    { name: 'a rule has no ports', change: ({ policy }) => drop(policy.spec.egress[0], 'ports'), findings: [] },
    { name: 'a rule is empty', change: ({ policy }) => void policy.spec.egress.push({}), findings: [] },
    {
      name: 'a rule names a whole protocol',
      change: ({ policy }) => set(policy.spec.egress[0], 'ports', [{ protocol: 'UDP' }]),
      findings: [],
    },
    {
      name: 'a rule names a range of ports',
      change: ({ policy }) => set(policy.spec.egress[0].ports[0], 'endPort', 65535),
      findings: [],
    },
    {
      name: 'a rule names a port that is not the endpoint’s',
      change: ({ policy }) => void policy.spec.egress[0].ports.push({ protocol: 'TCP', port: 443 }),
      findings: [],
    },
    {
      name: 'a rule lets private addresses through',
      change: ({ policy }) => void policy.spec.egress[0].to[0].ipBlock.except.splice(0, 2),
      findings: [],
    },
    {
      name: 'a rule lets every IPv6 address through',
      change: ({ policy }) => void policy.spec.egress[0].to.push({ ipBlock: { cidr: '::/0' } }),
      findings: [],
    },
    {
      name: "a rule leads to the cluster's DNS",
      change: ({ policy }) => {
        const to = [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }];
        policy.spec.egress.push({ to, ports: [{ protocol: 'UDP', port: 53 }] });
      },
      findings: [],
    },
    {
      name: 'a rule leads to the home network',
      change: ({ policy }) =>
        void policy.spec.egress.push({ to: [{ ipBlock: { cidr: '192.168.1.0/24' } }], ports: [{ port: 445 }] }),
      findings: [],
    },
    {
      name: 'a second policy adds everything',
      change: (all) =>
        all.add(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: everything, namespace: downloads}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}`),
      findings: [],
    },
    {
      name: 'Cilium may restrict what no NetworkPolicy does',
      change: (all) => {
        all.policy.spec.policyTypes = ['Ingress'];
        all.add(
          '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: egress, namespace: downloads}, spec: {}}',
        );
      },
      findings: [],
    },
  ],
  'interface-binding': [
    { name: 'the client is bound to another tunnel', change: (all) => bindTo(all, 'tun1'), findings: [] },
    { name: 'the client is bound to eth0', change: (all) => bindTo(all, 'eth0'), findings: [] },
    {
      name: 'the client is bound to an address of its own choice',
      change: (all) => bindTo(all, '10.42.0.17'),
      findings: [],
    },
    { name: 'the client is bound to nothing', change: (all) => unbind(all), findings: [] },
    {
      name: "the client is bound to the Pod's address",
      change: (all) => {
        unbind(all);
        all.client.env = [
          ...(all.client.env ?? []),
          { name: 'QBT_BitTorrent__Session__InterfaceAddress', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        ];
      },
      findings: [],
    },
    {
      name: 'the client’s variables name another interface than the file',
      change: ({ client }) => setVariable(client, 'QBT_BitTorrent__Session__InterfaceName', 'wg0'),
      findings: [],
    },
    {
      name: 'another client of the Pod is bound to nothing',
      change: ({ pod, client }) => {
        const { name: _, env: __, ports: ___, ...rest } = client;
        pod.containers.push({ ...rest, name: 'transmission', image: 'lscr.io/linuxserver/transmission:4.0.6' });
      },
      findings: [],
    },
  ],
  'torrent-port': [
    { name: 'the Service is a NodePort', change: ({ service }) => set(service.spec, 'type', 'NodePort'), findings: [] },
    {
      name: 'the Service is a LoadBalancer',
      change: ({ service }) => set(service.spec, 'type', 'LoadBalancer'),
      findings: [],
    },
    {
      name: 'the Service has external addresses',
      change: ({ service }) => set(service.spec, 'externalIPs', ['192.168.1.10']),
      findings: [],
    },
    {
      name: 'a second Service exposes the torrent port by number',
      change: (all) => {
        const { selector } = all.service.spec;
        all.add(`
apiVersion: v1
kind: Service
metadata: {name: peers, namespace: downloads}
spec: {type: LoadBalancer, selector: ${JSON.stringify(selector)}, ports: [{port: 6881, targetPort: 47148}]}`);
      },
      findings: [],
    },
    {
      name: 'the torrent port is open on the node',
      change: ({ client }) => set(client.ports[1], 'hostPort', 47148),
      findings: [],
    },
    {
      name: 'gluetun forwards another port',
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS', '6881'),
      findings: [],
    },
    {
      name: 'gluetun forwards no port',
      change: ({ gluetun }) => unsetVariable(gluetun, 'FIREWALL_VPN_INPUT_PORTS'),
      findings: [],
    },
    {
      name: 'the torrent port is open beside the tunnel',
      change: ({ gluetun }) => setVariable(gluetun, 'FIREWALL_INPUT_PORTS', '8080,47148'),
      findings: [],
    },
    {
      name: 'the client listens on another port',
      change: ({ client }) => setVariable(client, 'TORRENTING_PORT', '6881'),
      findings: [],
    },
  ],
  restart: [
    { name: 'two Pods run at once', change: ({ deployment }) => set(deployment.spec, 'replicas', 2), findings: [] },
    {
      name: 'the strategy is the default',
      change: ({ deployment }) => drop(deployment.spec, 'strategy'),
      findings: [],
    },
    {
      name: 'the strategy is RollingUpdate',
      change: ({ deployment }) => set(deployment.spec, 'strategy', { type: 'RollingUpdate' }),
      findings: [],
    },
    {
      name: 'a DaemonSet runs a Pod on every node',
      change: ({ deployment }) => set(deployment, 'kind', 'DaemonSet'),
      findings: [],
    },
    {
      name: 'nothing removes leftover ip rules',
      change: ({ gluetun }) => editScript(gluetun, [/ip (?:-6 )?rule del.*/, ':']),
      findings: [],
    },
    {
      name: 'leftover rules of IPv6 stay',
      change: ({ gluetun }) => editScript(gluetun, [/ip -6 rule del.*/, ':']),
      findings: [],
    },
    {
      name: 'leftover rules are removed after gluetun started',
      change: ({ gluetun }) =>
        editScript(
          gluetun,
          [/ip (?:-6 )?rule del.*/, ':'],
          ['exec /gluetun-entrypoint', '/gluetun-entrypoint\nip rule del pref 101\nip -6 rule del pref 101'],
        ),
      findings: [],
    },
    {
      name: 'a hook removes leftover rules',
      change: ({ gluetun }) => {
        editScript(gluetun, [/ip (?:-6 )?rule del.*/, ':']);
        gluetun.lifecycle = {
          postStart: { exec: { command: ['sh', '-c', 'ip rule del table 51820; ip -6 rule del table 51820'] } },
        };
      },
      findings: [],
    },
    {
      name: 'gluetun cannot start without leftover rules',
      change: ({ gluetun }) => editScript(gluetun, [/(rule del pref 101).*/, '$1']),
      findings: [],
    },
    {
      name: 'a liveness probe kills gluetun',
      change: ({ gluetun }) => set(gluetun, 'livenessProbe', { exec: gluetun.startupProbe.exec }),
      findings: [],
    },
    { name: 'nothing restarts a deaf client', change: ({ client }) => drop(client, 'livenessProbe'), findings: [] },
    {
      name: 'a probe of the WebUI does not notice that the client is deaf',
      change: ({ client }) => set(client, 'livenessProbe', { httpGet: { port: 8080 } }),
      findings: [],
    },
  ],
  inbound: [
    {
      name: 'the control server is at the Pod’s address by default',
      change: ({ gluetun }) => unsetVariable(gluetun, 'HTTP_CONTROL_SERVER_ADDRESS'),
      findings: [],
    },
    {
      name: 'the control server is at every address',
      change: ({ gluetun }) => setVariable(gluetun, 'HTTP_CONTROL_SERVER_ADDRESS', ':8001'),
      findings: [],
    },
    {
      name: 'the control server demands no key',
      change: ({ gluetun }) => editScript(gluetun, [/export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE.*/, ':']),
      findings: [],
    },
    {
      name: 'the control server is open by its default role',
      change: ({ gluetun }) =>
        editScript(gluetun, [/(export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE=).*/, `$1'{"auth":"none"}'`]),
      findings: [],
    },
    {
      name: 'no policy restricts ingress',
      change: ({ policy }) => set(policy.spec, 'policyTypes', ['Egress']),
      findings: [],
    },
    {
      name: 'a policy admits every port',
      change: ({ policy }) => void policy.spec.ingress.push({ from: [{ podSelector: {} }] }),
      findings: [],
    },
    {
      name: "a policy admits gluetun's DNS server",
      change: ({ policy }) => void policy.spec.ingress[0].ports.push({ protocol: 'UDP', port: 53 }),
      findings: [],
    },
    {
      name: 'a policy admits a port that nobody declares',
      change: ({ policy }) => void policy.spec.ingress[0].ports.push({ port: 9999 }),
      findings: [],
    },
    {
      name: 'a policy admits a range of ports',
      change: ({ policy }) => void policy.spec.ingress[0].ports.push({ port: 1, endPort: 65535 }),
      findings: [],
    },
    {
      name: 'a policy admits the HTTP proxy',
      change: ({ gluetun, policy }) => {
        setVariable(gluetun, 'HTTPPROXY', 'on');
        policy.spec.ingress[0].ports.push({ port: 8888 });
      },
      findings: [],
    },
    {
      name: 'a second policy admits everything',
      change: (all) =>
        all.add(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: everything, namespace: downloads}
spec: {podSelector: {}, ingress: [{}]}`),
      findings: [],
    },
  ],
  'vpn-secrets': [
    {
      name: 'the private key stands in the manifest',
      change: ({ gluetun }) => setVariable(gluetun, 'WIREGUARD_PRIVATE_KEY', 'aSecretKeyThatMustNotBePrinted='),
      findings: [],
    },
    {
      name: 'the private key is an environment variable',
      change: ({ gluetun }) => {
        const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_private_key' };
        gluetun.env.push({ name: 'WIREGUARD_PRIVATE_KEY', valueFrom: { secretKeyRef } });
      },
      findings: [],
    },
    {
      name: 'the client has the key in its environment',
      change: ({ client }) => {
        const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_private_key' };
        client.env = [...(client.env ?? []), { name: 'WIREGUARD_PRIVATE_KEY', valueFrom: { secretKeyRef } }];
      },
      findings: [],
    },
    {
      name: 'the client mounts the keys',
      change: ({ client, keys }) => void client.volumeMounts.push({ name: keys.name, mountPath: '/keys' }),
      findings: [],
    },
    {
      name: 'the client gets the whole Secret as environment',
      change: ({ client }) => set(client, 'envFrom', [{ secretRef: { name: 'airvpn-wireguard' } }]),
      findings: [],
    },
    {
      name: 'every user can read the keys',
      change: ({ keys }) => set(keys.secret, 'defaultMode', 0o444),
      findings: [],
    },
    {
      name: 'the mode of the keys is the default',
      change: ({ keys }) => drop(keys.secret, 'defaultMode'),
      findings: [],
    },
    { name: 'the Secret is optional', change: ({ keys }) => set(keys.secret, 'optional', true), findings: [] },
    {
      name: 'the keys are mounted by subPath',
      change: ({ gluetun, keys }) =>
        void (gluetun.volumeMounts.find(({ name }: Loose) => name === keys.name).subPath = 'wireguard_private_key'),
      findings: [],
    },
    {
      name: 'the keys are mounted without readOnly',
      change: ({ gluetun, keys }) =>
        void delete gluetun.volumeMounts.find(({ name }: Loose) => name === keys.name).readOnly,
      findings: [],
    },
    {
      name: 'the Secret stands in the same input',
      change: (all) =>
        all.add(
          '{apiVersion: v1, kind: Secret, metadata: {name: airvpn-wireguard, namespace: downloads}, stringData: {wireguard_private_key: aSecretKeyThatMustNotBePrinted=}}',
        ),
      findings: [],
    },
  ],
  identity: [
    { name: 'the token is mounted', change: ({ pod }) => drop(pod, 'automountServiceAccountToken'), findings: [] },
    {
      name: 'the token is mounted on purpose',
      change: ({ pod }) => set(pod, 'automountServiceAccountToken', true),
      findings: [],
    },
    { name: 'service links are there', change: ({ pod }) => drop(pod, 'enableServiceLinks'), findings: [] },
    {
      name: 'the containers share their processes',
      change: ({ pod }) => set(pod, 'shareProcessNamespace', true),
      findings: [],
    },
    { name: 'the Pod sees the processes of its node', change: ({ pod }) => set(pod, 'hostPID', true), findings: [] },
    { name: 'the Pod shares the memory of its node', change: ({ pod }) => set(pod, 'hostIPC', true), findings: [] },
    {
      name: 'a volume hands out a token',
      change: ({ pod }) =>
        void pod.volumes.push({ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }),
      findings: [],
    },
    {
      name: 'the client reaches the container runtime of its node',
      change: ({ pod, client }) => {
        pod.volumes.push({ name: 'runtime', hostPath: { path: '/run/containerd/containerd.sock' } });
        client.volumeMounts.push({ name: 'runtime', mountPath: '/run/containerd.sock' });
      },
      findings: [],
    },
  ],
  'image-pin': [
    {
      name: 'an image is latest',
      change: ({ client }) => set(client, 'image', 'lscr.io/linuxserver/qbittorrent:latest'),
      findings: [],
    },
    {
      name: 'an image has no tag',
      change: ({ client }) => set(client, 'image', 'registry.example.org:5000/linuxserver/qbittorrent'),
      findings: [],
    },
    {
      name: 'an image moves with a branch',
      change: ({ configure }) =>
        void (configure.image = 'lscr.io/linuxserver/qbittorrent:libtorrentv1'.replace('v1', '')),
      findings: [],
    },
    {
      name: 'an image moves with every release',
      change: ({ gluetun }) => set(gluetun, 'image', 'qmcgaw/gluetun:v3'),
      findings: [],
    },
    {
      name: 'the guard’s image moves',
      change: ({ guard }) => set(guard, 'image', 'qmcgaw/gluetun:latest'),
      findings: [],
    },
    {
      name: 'a digest is cut off',
      change: ({ client }) => set(client, 'image', 'lscr.io/linuxserver/qbittorrent:latest@sha256:abc'),
      findings: [],
    },
  ],
  admission: [
    { name: 'no policy is there', change: (all) => all.remove('ValidatingAdmissionPolicy'), findings: [] },
    { name: 'no binding is there', change: (all) => all.remove('ValidatingAdmissionPolicyBinding'), findings: [] },
    {
      name: 'the binding only warns',
      change: (all) => set(all.object('ValidatingAdmissionPolicyBinding').spec, 'validationActions', ['Warn']),
      findings: [],
    },
    {
      name: 'the policy gives up on an error',
      change: (all) => set(all.object('ValidatingAdmissionPolicy').spec, 'failurePolicy', 'Ignore'),
      findings: [],
    },
    {
      name: 'the binding is for another namespace',
      change: (all) =>
        void (all.object('ValidatingAdmissionPolicyBinding').spec.matchResources.namespaceSelector.matchLabels = {
          'kubernetes.io/metadata.name': 'media',
        }),
      findings: [],
    },
    {
      name: 'the binding is for other Pods',
      change: (all) =>
        void (all.object('ValidatingAdmissionPolicyBinding').spec.matchResources.objectSelector = {
          matchLabels: { locked: 'yes' },
        }),
      findings: [],
    },
    {
      name: 'the policy is about something else',
      change: (all) =>
        void (all.object('ValidatingAdmissionPolicy').spec.validations = [
          { expression: 'has(object.metadata.labels.team)' },
        ]),
      findings: [],
    },
    {
      name: 'the policy does not look at Pods',
      change: (all) =>
        void (all.object('ValidatingAdmissionPolicy').spec.matchConstraints.resourceRules[0].resources = [
          'deployments',
        ]),
      findings: [],
    },
  ],
};

function bindTo({ configure }: LockedManifests, name: string): void {
  const entry = configure.env.find(({ name: variable }: Loose) => variable === 'SETTINGS');
  entry.value = entry.value.replace(/InterfaceName=.*/, `InterfaceName=${name}`);
}

function unbind({ configure }: LockedManifests): void {
  const entry = configure.env.find(({ name: variable }: Loose) => variable === 'SETTINGS');
  entry.value = entry.value.replace(/Session\\Interface.*\n/g, '');
}
