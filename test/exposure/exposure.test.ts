import fc from 'fast-check';
import { checkManifests } from '../../lib/check/check-manifests';
import type { ExposureInput } from '../../lib/declaration/exposure-schema';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { exampleWith, mistakesIn } from '../declaration/example-declaration';
import { ingressFrom, render } from './rendered';

const host = 'torrents.example.org';
const proxy = { namespace: 'gateways', labels: { app: 'envoy' } };
const traefik = { namespace: 'kube-system', labels: { 'app.kubernetes.io/name': 'traefik' } };

/** What qBittorrent is told by its own settings, a line each. */
function settings(expose?: ExposureInput): readonly string[] {
  const { spec } = render(expose).get('Deployment')['spec'].template;
  const configure = spec.initContainers.find(({ name }: { name: string }) => name === 'configure');
  return configure.env.find(({ name }: { name: string }) => name === 'SETTINGS').value.split('\n');
}

const peer = ({ namespace, labels }: { namespace: string; labels?: object }) => [
  {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels && { podSelector: { matchLabels: labels } }),
  },
];

test("an Ingress is of k3s's Traefik, and the NetworkPolicy lets in Traefik alone", () => {
  const expose: ExposureInput = { by: 'ingress', host };
  expect(render(expose).find('Ingress')?.['spec']).toEqual({
    ingressClassName: 'traefik',
    rules: [
      {
        host,
        http: {
          paths: [
            { path: '/', pathType: 'Prefix', backend: { service: { name: 'qbittorrent', port: { name: 'webui' } } } },
          ],
        },
      },
    ],
  });
  expect(ingressFrom(expose)).toEqual(peer(traefik));
});

test('cert-manager makes the certificate, and a login stands in front, where that is declared', () => {
  const ingress = render({
    by: 'ingress',
    host,
    className: 'nginx',
    proxy: { namespace: 'ingress-nginx' },
    tls: { secret: 'torrents-tls', clusterIssuer: 'letsencrypt' },
    annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.org/verify' },
  }).find('Ingress');
  expect(ingress?.['metadata'].annotations).toEqual({
    'cert-manager.io/cluster-issuer': 'letsencrypt',
    'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.org/verify',
  });
  expect(ingress?.['spec']).toMatchObject({
    ingressClassName: 'nginx',
    tls: [{ hosts: [host], secretName: 'torrents-tls' }],
  });
});

test('an HTTPRoute hangs on the Gateway that is named', () => {
  const expose: ExposureInput = { by: 'gateway', host, gateway: { name: 'web', namespace: 'gateways' }, proxy };
  expect(render(expose).find('HTTPRoute')).toMatchObject({
    apiVersion: 'gateway.networking.k8s.io/v1',
    metadata: { namespace: 'downloads' },
    spec: {
      parentRefs: [{ name: 'web', namespace: 'gateways' }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: 'qbittorrent', port: 8080 }] }],
    },
  });
  expect(ingressFrom(expose)).toEqual(peer(proxy));
});

test("Tailscale's operator gets an Ingress of its class", () => {
  const expose: ExposureInput = { by: 'tailscale', machine: 'torrents' };
  expect(render(expose).find('Ingress')?.['spec']).toMatchObject({
    ingressClassName: 'tailscale',
    tls: [{ hosts: ['torrents'] }],
  });
  expect(ingressFrom(expose)).toEqual(peer({ namespace: 'tailscale' }));
});

test('a proxy of somebody else is let in, and nothing is made for it', () => {
  const expose: ExposureInput = { by: 'otherProxy', host, proxy };
  expect(render(expose).find('Ingress')).toBeUndefined();
  expect(ingressFrom(expose)).toEqual(peer(proxy));
});

test.each([
  ['servicelb', {}, undefined],
  ['metallb', { address: '192.168.1.40' }, { 'metallb.io/loadBalancerIPs': '192.168.1.40' }],
  ['kube-vip', { address: '192.168.1.40' }, { 'kube-vip.io/loadbalancerIPs': '192.168.1.40' }],
  ['metallb', {}, undefined],
] as const)('a LoadBalancer of %s has the WebUI alone', (implementation, address, annotations) => {
  const service = render({ by: 'loadBalancer', implementation, ...address } as ExposureInput).find(
    'Service',
    'qbittorrent-webui',
  );
  const { 'metallb.io/loadBalancerIPs': metallb, 'kube-vip.io/loadbalancerIPs': vip } =
    service?.['metadata'].annotations ?? {};
  expect(metallb ?? vip).toBe(annotations && Object.values(annotations)[0]);
  expect(service?.['spec']).toMatchObject({ type: 'LoadBalancer', ports: [{ name: 'webui', port: 8080 }] });
});

test('a node port can be chosen', () => {
  const service = render({ by: 'nodePort', port: 30080 }).find('Service', 'qbittorrent-webui');
  expect(service?.['spec']).toMatchObject({ type: 'NodePort', ports: [{ port: 8080, nodePort: 30080 }] });
});

test('who comes by a node has no label, so then and without any way in the policy lets in everybody', () => {
  expect(ingressFrom()).toBeUndefined();
  expect(ingressFrom({ by: 'nodePort' })).toBeUndefined();
});

test("qBittorrent answers to the host's name, and to localhost for a port-forward", () => {
  expect(settings({ by: 'ingress', host })).toEqual(
    expect.arrayContaining(['WebUI\\HostHeaderValidation=true', `WebUI\\ServerDomains="${host};localhost"`]),
  );
});

test('behind a proxy, qBittorrent takes the address of who asks from it, and keeps its cookie to https', () => {
  const trusted = '10.0.0.0/8;172.16.0.0/12;192.168.0.0/16;100.64.0.0/10;169.254.0.0/16;fc00::/7;fe80::/10';
  const proxied = [
    'WebUI\\ReverseProxySupportEnabled=true',
    'WebUI\\SecureCookie=true',
    `WebUI\\TrustedReverseProxiesList="${trusted}"`,
  ];
  expect(settings({ by: 'otherProxy', host, proxy })).toEqual(expect.arrayContaining(proxied));
  expect(settings({ by: 'tailscale', machine: 'torrents' })).toEqual(expect.arrayContaining(proxied));
});

test('without a proxy, qBittorrent believes nobody who tells another address, and answers to any name', () => {
  for (const expose of [{ by: 'nodePort' }, { by: 'loadBalancer' }] as const) {
    const lines = settings(expose);
    expect(lines).toEqual(
      expect.arrayContaining(['WebUI\\ServerDomains=*', 'WebUI\\ReverseProxySupportEnabled=false']),
    );
    expect(lines.join()).not.toContain('TrustedReverseProxiesList');
  }
});

test('where no way in is declared, these settings stay as somebody has them', () => {
  expect(settings().join()).not.toMatch(/ServerDomains|ReverseProxy|SecureCookie/);
});

test('Transmission knows the names by which it is asked for, should its password be switched off', () => {
  const client = {
    application: 'transmission',
    image: 'lscr.io/linuxserver/transmission:4.0.6',
    runAs: { user: 1027, group: 100 },
    webUi: { port: 9091, passwordSecret: 'transmission-webui' },
  };
  const text = (expose: ExposureInput) => render(expose, { 'pods.0.client': client }).text;
  expect(text({ by: 'ingress', host })).toContain(`"rpc-host-whitelist-enabled":true,"rpc-host-whitelist":"${host}"`);
  expect(text({ by: 'nodePort' })).toContain('"rpc-host-whitelist-enabled":false');
});

const kinds: readonly ExposureInput[] = [
  { by: 'ingress', host },
  { by: 'gateway', host, gateway: { name: 'web', namespace: 'gateways' }, proxy },
  { by: 'tailscale', machine: 'torrents' },
  { by: 'cloudflareTunnel', host, tokenSecret: 'tunnel', access: { team: 'example', audience: '0a1b'.repeat(16) } },
  { by: 'otherProxy', host, proxy },
  { by: 'loadBalancer' },
  { by: 'nodePort' },
];

test('no way in opens a lock', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), (expose) => {
      const { documents } = readManifests(render(expose).text, 'rendered.yaml');
      const { workloads, findings } = checkManifests(documents, locks);
      expect(workloads).toHaveLength(1);
      expect(findings).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

test.each([
  ['an unknown way', { by: 'hostPort' }, /expose\.by: "hostPort" is not allowed here/],
  ['no way at all', {}, /expose\.by: /],
  ['a host without a domain', { by: 'ingress', host: 'torrents' }, /expose\.host: "torrents" is not a full host name/],
  ['another class without its Pods', { by: 'ingress', host, className: 'nginx' }, /expose\.proxy: .*NetworkPolicy/],
  ['a gateway without its Pods', { by: 'gateway', host, gateway: { name: 'a', namespace: 'b' } }, /expose\.proxy/],
  ['an address for ServiceLB', { by: 'loadBalancer', address: '192.168.1.40' }, /expose\.address: .*servicelb/],
  ['a node port that is none', { by: 'nodePort', port: 8080 }, /expose\.port: 8080 is not a node port/],
  ['a key of another way', { by: 'nodePort', host }, /expose\.host/],
  [
    'labels that are none',
    { by: 'gateway', host, gateway: { name: 'a', namespace: 'b' }, proxy: { namespace: 'c', labels: 'x' } },
    /labels/,
  ],
  [
    'a second Service for the WebUI',
    { by: 'nodePort' },
    /webUi\.service/,
    { 'pods.0.client.webUi.service': { type: 'LoadBalancer' } },
  ],
])('fails on %s', (_, expose, message, others: object = {}) => {
  const mistakes = mistakesIn(exampleWith({ 'pods.0.expose': expose, ...others }));
  expect(mistakes.join('\n')).toMatch(message);
  expect(mistakes).toHaveLength(1);
});
