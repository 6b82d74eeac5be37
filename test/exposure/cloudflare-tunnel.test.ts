import { load, loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { ExposureInput } from '../../lib/declaration/exposure-schema';
import { exampleWith, mistakesIn } from '../declaration/example-declaration';
import { ingressFrom, render } from './rendered';

const audience = '0a1b'.repeat(16);
const tunnel = {
  by: 'cloudflareTunnel',
  host: 'torrents.example.org',
  tokenSecret: 'tunnel',
  access: { team: 'example', audience },
} as const satisfies ExposureInput;

const name = 'qbittorrent-cloudflared';
const labels = { 'app.kubernetes.io/name': 'cloudflared', 'app.kubernetes.io/instance': 'qbittorrent' };
const { get, objects } = render(tunnel);
const podSpec = get('Deployment', name)['spec'].template.spec;

test('cloudflared runs in a namespace of its own, under the strictest level of Pod Security', () => {
  const own = objects.filter(({ metadata }) => metadata.namespace === name);
  expect(own.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Deployment', 'NetworkPolicy']);
  expect(get('Namespace', name)['metadata'].labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
});

test('cloudflared asks every request for a token of the Access application, and knows no other way', () => {
  const configuration = load(get('ConfigMap', name)['data']['config.yaml']) as Record<string, unknown>;
  expect(configuration['ingress']).toEqual([
    {
      hostname: 'torrents.example.org',
      service: 'http://qbittorrent.downloads.svc:8080',
      originRequest: { access: { required: true, teamName: 'example', audTag: [audience] } },
    },
    { service: 'http_status:404' },
  ]);
  // For all rules at once it would be ignored.
  expect(configuration).not.toHaveProperty('originRequest');
  expect(configuration['no-autoupdate']).toBe(true);
});

test('a changed configuration makes a new Pod: cloudflared reads it once', () => {
  const annotations = (way: ExposureInput) => render(way).get('Deployment', name)['spec'].template.metadata.annotations;
  const other = { ...tunnel, access: { team: 'example', audience: 'f'.repeat(64) } };
  expect(annotations(tunnel)).toEqual(annotations({ ...tunnel }));
  expect(annotations(tunnel)).not.toEqual(annotations(other));
});

test('the token reaches cloudflared as a file alone', () => {
  const [container] = podSpec.containers;
  const path = '/run/secrets/cloudflared/tunnel_token';
  expect(container.env).toEqual([{ name: 'TUNNEL_TOKEN_FILE', value: path }]);
  expect(container.args).toEqual(['tunnel', '--config', '/etc/cloudflared/config.yaml', 'run']);
  expect(container.volumeMounts).toContainEqual({
    name: 'token',
    mountPath: '/run/secrets/cloudflared',
    readOnly: true,
  });
  expect(podSpec.volumes).toContainEqual({
    name: 'token',
    secret: { secretName: 'tunnel', items: [{ key: 'tunnel_token', path: 'tunnel_token' }], defaultMode: 0o440 },
  });
});

test('cloudflared has no right that it does not need', () => {
  expect(podSpec).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsUser: 65532, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(podSpec.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('cloudflared is alive as long as it finds a way to Cloudflare within three minutes', () => {
  const probe = { httpGet: { path: '/ready', port: 'metrics' }, periodSeconds: 10 };
  expect(podSpec.containers[0]).toMatchObject({
    readinessProbe: probe,
    livenessProbe: { ...probe, failureThreshold: 18 },
  });
});

test('cloudflared reaches names, Cloudflare and this WebUI, and nobody reaches it', () => {
  const { egress, ingress, podSelector, policyTypes } = get('NetworkPolicy', name)['spec'];
  expect([podSelector, policyTypes, ingress]).toEqual([{ matchLabels: labels }, ['Ingress', 'Egress'], []]);
  const ports = egress.map(({ ports }: { ports: { protocol: string; port: number }[] }) =>
    ports.map(({ protocol, port }) => `${protocol} ${port}`).join(),
  );
  expect(ports).toEqual(['TCP 53,UDP 53', 'TCP 7844,UDP 7844', 'TCP 443', 'TCP 8080']);
  expect(egress[1].to).toEqual([{ ipBlock: { cidr: '198.41.192.0/24' } }, { ipBlock: { cidr: '198.41.200.0/24' } }]);
  expect(egress[2].to).not.toContainEqual({ ipBlock: { cidr: '0.0.0.0/0' } });
  expect(egress[3].to).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'downloads' } },
      podSelector: {
        matchLabels: { 'app.kubernetes.io/name': 'qbittorrent', 'app.kubernetes.io/instance': 'qbittorrent' },
      },
    },
  ]);
});

test('the Pod lets in this cloudflared and no other', () => {
  expect(ingressFrom(tunnel)).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
      podSelector: { matchLabels: labels },
    },
  ]);
});

test('the Pod of cloudflared has the labels that its policies go by, and does not call itself a VPN Pod', () => {
  expect(get('Deployment', name)['spec'].template.metadata.labels).toEqual(labels);
});

test.each([
  ['no Access application', { access: undefined }, 'pods[0].expose.access: missing; expected { team: …, audience: … }'],
  [
    'no audience',
    { access: { team: 'example' } },
    'pods[0].expose.access.audience: missing; expected the Audience (AUD) tag of the Access application',
  ],
  [
    'a reason in the place of an Access application',
    { access: { because: 'only my family knows the name' } },
    /access\.because: unknown key/,
  ],
  [
    'an audience that is none',
    { access: { team: 'example', audience: 'x' } },
    /access\.audience: "x" is not an Audience/,
  ],
  [
    'the whole name of a team',
    { access: { team: 'example.cloudflareaccess.com', audience } },
    /access\.team: .* is not a DNS label/,
  ],
  ['the token itself', { token: 'eyJhIjoi' }, /expose\.token: unknown key; secrets never stand in a declaration/],
  [
    'an image that wants its token elsewhere',
    { image: 'docker.io/cloudflare/cloudflared:2025.2.1' },
    /expose\.image: .* cannot read its token from a file: take 2025\.4\.0 or later/,
  ],
  ['an image that moves', { image: 'cloudflare/cloudflared:latest' }, /expose\.image: .* "latest", which may change/],
])('fails on %s', (_, changes, message) => {
  const lines = mistakesIn(exampleWith({ 'pods.0.expose': { ...tunnel, ...changes } }));
  expect(lines.join('\n')).toMatch(message);
});

test('the token comes from where it is declared, into the namespace of cloudflared', () => {
  const externalSecret = { store: { name: 'vault', kind: 'ClusterSecretStore' }, remoteKey: 'cloudflare' } as const;
  const way = { ...tunnel, tokenSecret: { name: 'tunnel', externalSecret } };
  expect(render(way).get('ExternalSecret', 'tunnel')['metadata'].namespace).toBe(name);
  const annotations = (object: string) => render(way).get('Deployment', object)['metadata'].annotations;
  const reload = 'secret.reloader.stakater.com/reload';
  expect(annotations(name)[reload]).toBe('tunnel');
  expect(annotations('qbittorrent')[reload]).toBe('airvpn-wireguard,qbittorrent-webui');
});

test("the token is never gluetun's keys under another name", () => {
  const externalSecret = { store: { name: 'vault', kind: 'ClusterSecretStore' }, remoteKey: 'vpn' } as const;
  const lines = mistakesIn(
    exampleWith({
      'pods.0.vpn.credentials.secret': { name: 'vpn', externalSecret },
      'pods.0.expose': {
        ...tunnel,
        tokenSecret: {
          name: 'tunnel',
          externalSecret: { ...externalSecret, properties: { tunnel_token: 'wireguard_private_key' } },
        },
      },
    }),
  );
  expect(lines).toEqual([expect.stringMatching(/^pods\[0\]\.expose\.tokenSecret: has keys from the same place/)]);
});

test('Argo CD may write into the namespace of cloudflared too', () => {
  const { gitOps } = renderManifests(parseDeclaration(exampleWith({ 'pods.0.expose': tunnel })));
  const projects = gitOps.flatMap(({ content }) => loadAll(content) as Record<string, never>[]);
  const [project] = projects.filter(({ kind }) => kind === 'AppProject');
  expect(project?.['spec']).toMatchObject({
    destinations: [{ namespace: 'downloads' }, { namespace: name }],
    clusterResourceWhitelist: expect.arrayContaining([{ group: '', kind: 'Namespace' }]),
  });
});

test('a tunnel without an Access application does not compile', () => {
  // @ts-expect-error the WebUI would be open to the world
  const open: ExposureInput = { by: 'cloudflareTunnel', host: tunnel.host, tokenSecret: 'tunnel' };
  expect(mistakesIn(exampleWith({ 'pods.0.expose': open }))).toEqual([
    'pods[0].expose.access: missing; expected { team: …, audience: … }',
  ]);
});

test("fails on a Pod's name that leaves no room for the namespace, and on Pods in that namespace", () => {
  const long = 'q'.repeat(52);
  expect(mistakesIn(exampleWith({ 'pods.0.expose': tunnel, 'pods.0.name': long }))).toEqual([
    'pods[0].name: is too long for a Cloudflare Tunnel, whose namespace is NAME-cloudflared: at most 51 characters',
  ]);
  expect(mistakesIn(exampleWith({ 'pods.0.expose': tunnel, 'pods.0.namespace': name }))).toEqual([
    "pods[0].namespace: is for the cloudflared of pods[0], and Podlock's own Pods must be behind gluetun: take another",
  ]);
});
