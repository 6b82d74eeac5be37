import fc from 'fast-check';
import type { ExposureInput } from '../../lib/declaration/exposure-schema';

const host = fc.constantFrom('torrents.example.org', 'qb.home.example.net');
const proxy = fc.record(
  { namespace: fc.constantFrom('gateways', 'ingress-nginx'), labels: fc.constantFrom({ app: 'envoy' }, {}) },
  { requiredKeys: ['namespace'] },
);
const asked = {
  by: fc.constantFrom('authelia', 'authentik', 'oauth2-proxy'),
  address: fc.constantFrom(
    'http://login.auth.svc',
    'http://login.auth.svc.cluster.local:9000',
    'https://10.0.0.7:4180/',
  ),
};
const byTraefik = fc.record({ ...asked, controller: fc.constant('traefik') });
const byIngressNginx = fc.record({
  ...asked,
  controller: fc.constant('ingress-nginx'),
  portal: fc.constant('https://auth.example.org'),
});

const kinds = {
  ingress: fc.oneof(
    fc.record(
      {
        host,
        tls: fc.record(
          { secret: fc.constant('torrents-tls'), clusterIssuer: fc.constant('letsencrypt') },
          { requiredKeys: ['secret'] },
        ),
        login: fc.oneof(fc.record(asked), byTraefik),
        annotations: fc.constantFrom({}, { 'external-dns.alpha.kubernetes.io/target': 'home.example.org' }),
        proxy,
      },
      { requiredKeys: ['host'] },
    ),
    fc.record(
      {
        host,
        className: fc.constantFrom('nginx', 'public'),
        login: fc.oneof(byTraefik, byIngressNginx),
        proxy,
      },
      { requiredKeys: ['host', 'className', 'proxy'] },
    ),
  ),
  gateway: fc.record(
    {
      host,
      gateway: fc.record(
        { name: fc.constant('web'), namespace: fc.constant('gateways'), section: fc.constant('https') },
        { requiredKeys: ['name', 'namespace'] },
      ),
      login: byTraefik,
      proxy,
    },
    { requiredKeys: ['host', 'gateway', 'proxy'] },
  ),
  tailscale: fc.record({ machine: fc.constant('torrents'), proxy }, { requiredKeys: ['machine'] }),
  cloudflareTunnel: fc.record(
    {
      host,
      tokenSecret: fc.constantFrom('tunnel', {
        name: 'tunnel',
        externalSecret: { store: { name: 'vault' }, remoteKey: 'cloudflare/tunnel' },
      }),
      access: fc.record({ team: fc.constant('example'), audience: fc.constant('0a1b'.repeat(16)) }),
      image: fc.constant('registry.home.example/mirror/cloudflared:2026.10.0'),
    },
    { requiredKeys: ['host', 'tokenSecret', 'access'] },
  ),
  otherProxy: fc.record({ host, proxy }),
  loadBalancer: fc.oneof(
    fc.record({ implementation: fc.constant('servicelb') }, { requiredKeys: [] }),
    fc.record(
      { implementation: fc.constantFrom('metallb', 'kube-vip'), address: fc.constant('192.168.1.40') },
      { requiredKeys: ['implementation'] },
    ),
  ),
  nodePort: fc.record({ port: fc.integer({ min: 30000, max: 32767 }) }, { requiredKeys: [] }),
} satisfies { [By in ExposureInput['by']]: fc.Arbitrary<unknown> };

/** The longest name that leaves room for `-cloudflared`, in characters. */
const LONGEST_WITH_TUNNEL = 51;

/** Every way in, with and without a login in front. */
export function exposure(name: string): fc.Arbitrary<ExposureInput> {
  const possible = Object.entries(kinds).filter(
    ([by]) => by !== 'cloudflareTunnel' || name.length <= LONGEST_WITH_TUNNEL,
  );
  return fc.oneof(
    ...possible.map(([by, rest]) => (rest as fc.Arbitrary<object>).map((way) => ({ by, ...way }) as ExposureInput)),
  );
}
