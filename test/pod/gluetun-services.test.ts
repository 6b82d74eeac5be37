import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { Container, KubernetesObject } from '../../lib/manifest/kubernetes';
import { guardScript } from '../../lib/pod/guard';
import { exampleWith } from '../declaration/example-declaration';
import type { Loose } from '../locks/locked-manifests';

const because = 'Prowlarr lives in a Pod of its own';
const proxy = { secret: 'proxy' };

/** What a Pod with these settings of gluetun is made of. */
function rendered(gluetun: object, changes: Readonly<Record<string, unknown>> = {}) {
  const { pods } = renderManifests(parseDeclaration(exampleWith({ 'pods.0.gluetun': gluetun, ...changes })));
  const objects = pods.flat().flatMap(({ content }) => loadAll(content) as (KubernetesObject & Loose)[]);
  const one = (kind: string): Loose => objects.find((object) => object.kind === kind);
  const { spec } = one('Deployment').spec.template;
  const container = (name: string): Container => spec.initContainers.find((each: Container) => each.name === name);
  const environment = Object.fromEntries((container('gluetun').env ?? []).map(({ name, value }) => [name, value]));
  return {
    annotations: withoutReload(one('Deployment').metadata.annotations),
    environment,
    guard: container('guard').command?.[2],
    gluetun: container('gluetun'),
    ingress: one('NetworkPolicy').spec.ingress,
    ports: one('Service').spec.ports.map(({ name, port, protocol }: Loose) => `${name} ${protocol} ${port}`),
    volumes: spec.volumes as Loose[],
  };
}

/** Which Secrets the Pod follows is another matter. */
function withoutReload({ 'secret.reloader.stakater.com/reload': _, ...annotations }: Loose): Loose {
  return annotations;
}

test('a proxy that is not exposed listens on loopback, and opens nothing', () => {
  const plain = rendered({});
  const { annotations, environment, gluetun, guard, ingress, ports } = rendered({
    httpProxy: { credentials: proxy },
    shadowsocks: { credentials: proxy },
  });
  expect(environment).toMatchObject({
    HTTPPROXY_LISTENING_ADDRESS: '127.0.0.1:8888',
    SHADOWSOCKS_LISTENING_ADDRESS: '127.0.0.1:8388',
    FIREWALL_INPUT_PORTS: '8080',
  });
  expect({ annotations, guard, ingress, ports }).toEqual({
    annotations: plain.annotations,
    guard: plain.guard,
    ingress: plain.ingress,
    ports: plain.ports,
  });
  expect(gluetun.ports).toBeUndefined();
});

test('a proxy that is exposed opens its port in guard, firewall, NetworkPolicy and Service, and says why', () => {
  const { annotations, environment, gluetun, guard, ingress, ports } = rendered({
    httpProxy: { credentials: proxy, expose: { because } },
    shadowsocks: { credentials: proxy, port: 8389, expose: { because: 'so does Sonarr' } },
  });
  expect(environment).toMatchObject({
    HTTPPROXY_LISTENING_ADDRESS: ':8888',
    SHADOWSOCKS_LISTENING_ADDRESS: ':8389',
    FIREWALL_INPUT_PORTS: '8080,8389,8888',
  });
  expect(guard).toBe(
    guardScript({
      tunnelInterface: 'tun0',
      inbound: [
        { protocol: 'tcp', port: 8080 },
        { protocol: 'tcp', port: 8888 },
        { protocol: 'tcp', port: 8389 },
        { protocol: 'udp', port: 8389 },
      ],
    }),
  );
  expect(ingress).toEqual([
    {
      ports: [
        { protocol: 'TCP', port: 8080 },
        { protocol: 'TCP', port: 8389 },
        { protocol: 'UDP', port: 8389 },
        { protocol: 'TCP', port: 8888 },
      ],
    },
  ]);
  expect(ports).toEqual(
    expect.arrayContaining(['http-proxy TCP 8888', 'shadowsocks TCP 8389', 'shadowsocks-udp UDP 8389']),
  );
  expect(gluetun.ports?.map(({ name }) => name)).toEqual(['http-proxy', 'shadowsocks', 'shadowsocks-udp']);
  expect(annotations['podlock/loosened-inbound']).toBe(`${because}; so does Sonarr`);
});

test('what gluetun’s services need is a file of gluetun alone, from one volume a Secret', () => {
  const { environment, gluetun, volumes } = rendered({
    httpProxy: { credentials: proxy },
    shadowsocks: { credentials: { secret: 'another' } },
    updater: { protonvpn: proxy },
    publicIp: { token: proxy },
  });
  expect(environment).toMatchObject({
    SHADOWSOCKS_PASSWORD_SECRETFILE: '/run/secrets/services-1/shadowsocks_password',
    HTTPPROXY_USER_SECRETFILE: '/run/secrets/services-2/httpproxy_user',
    HTTPPROXY_PASSWORD_SECRETFILE: '/run/secrets/services-2/httpproxy_password',
    UPDATER_PROTONVPN_EMAIL_SECRETFILE: '/run/secrets/services-2/updater_protonvpn_email',
    UPDATER_PROTONVPN_PASSWORD_SECRETFILE: '/run/secrets/services-2/updater_protonvpn_password',
    PUBLICIP_API_TOKEN_SECRETFILE: '/run/secrets/services-2/publicip_api_token',
  });
  const own = volumes.filter(({ name }) => name.startsWith('gluetun-credentials-'));
  expect(own.map(({ secret }) => [secret.secretName, secret.defaultMode, secret.items.length])).toEqual([
    ['another', 0o400, 1],
    ['proxy', 0o400, 5],
  ]);
  expect(gluetun.volumeMounts?.filter(({ name }) => name.startsWith('gluetun-credentials-'))).toEqual([
    { name: 'gluetun-credentials-1', mountPath: '/run/secrets/services-1', readOnly: true },
    { name: 'gluetun-credentials-2', mountPath: '/run/secrets/services-2', readOnly: true },
  ]);
});

test('names in plain text are a loosened lock with its reason', () => {
  const { annotations, environment } = rendered({
    dns: { upstreamResolverType: 'plain', upstreamPlainAddresses: ['9.9.9.9:53'], because },
  });
  expect(environment).toMatchObject({
    DNS_UPSTREAM_RESOLVER_TYPE: 'plain',
    DNS_UPSTREAM_PLAIN_ADDRESSES: '9.9.9.9:53',
  });
  expect(annotations['podlock/loosened-dns']).toBe(because);
});

test("what is declared of OpenVPN's options stands before the mark and the level of scripts, which are the last word", () => {
  const vpn = { 'pods.0.vpn': { provider: 'mullvad', type: 'openvpn', credentials: { secret: 'vpn' } } };
  expect(rendered({}, vpn).environment['OPENVPN_FLAGS']).toBe('--script-security 1 --mark 51820');
  expect(rendered({ openvpn: { flags: ['--tun-mtu 1400', '--fast-io'] } }, vpn).environment['OPENVPN_FLAGS']).toBe(
    '--tun-mtu 1400 --fast-io --script-security 1 --mark 51820',
  );
});

test('further settings reach gluetun by their names', () => {
  expect(rendered({ settings: { VERSION_INFORMATION: 'off' } }).environment['VERSION_INFORMATION']).toBe('off');
});
