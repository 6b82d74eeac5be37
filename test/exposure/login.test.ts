import type { ExposureInput } from '../../lib/declaration/exposure-schema';
import type { LoginInput } from '../../lib/declaration/login-schema';
import { exampleWith, mistakesIn } from '../declaration/example-declaration';
import { render } from './rendered';

const host = 'torrents.example.org';
const portal = 'https://auth.example.org';
const nginx = { by: 'ingress', host, className: 'nginx', proxy: { namespace: 'ingress-nginx' } } as const;
const gateway = {
  by: 'gateway',
  host,
  gateway: { name: 'web', namespace: 'kube-system' },
  proxy: { namespace: 'kube-system' },
} as const;
const authelia = { by: 'authelia', address: 'http://authelia.auth.svc' } as const;

function annotationsOf(expose: ExposureInput): unknown {
  return render(expose).find('Ingress')?.['metadata'].annotations;
}

test.each([
  'satisfy',
  'server-snippet',
  'configuration-snippet',
  'auth-cache-key',
  'ssl-passthrough',
  'custom-http-errors',
  'default-backend',
  'mirror-target',
  'Satisfy',
])("ingress-nginx's annotation %s, which may lead around it, does not stand beside a login", (annotation) => {
  const login = { ...authelia, controller: 'ingress-nginx', portal } as const;
  const expose = { ...nginx, login, annotations: { [`nginx.ingress.kubernetes.io/${annotation}`]: 'any' } };
  const [line, ...others] = mistakesIn(exampleWith({ 'pods.0.expose': expose }));
  expect(line).toMatch(/may lead around "login": allowed beside it are annotations for sizes, times, limits and TLS/);
  expect(others).toEqual([]);
});

test('sizes and times may stand beside a login', () => {
  const annotations = {
    'nginx.ingress.kubernetes.io/proxy-body-size': '0',
    'nginx.ingress.kubernetes.io/proxy-read-timeout': '600',
    'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
  };
  const login = { ...authelia, controller: 'ingress-nginx', portal } as const;
  expect(annotationsOf({ ...nginx, login, annotations })).toMatchObject(annotations);
});

test.each([
  [
    authelia,
    {
      address: 'http://authelia.auth.svc/api/authz/forward-auth',
      authResponseHeaders: ['Remote-User', 'Remote-Groups', 'Remote-Email', 'Remote-Name'],
    },
  ],
  [
    { by: 'authentik', address: 'http://ak-outpost-home.authentik.svc:9000' },
    {
      address: 'http://ak-outpost-home.authentik.svc:9000/outpost.goauthentik.io/auth/traefik',
      trustForwardHeader: true,
      authResponseHeaders: expect.arrayContaining(['X-authentik-username', 'X-authentik-groups']),
    },
  ],
  [
    { by: 'oauth2-proxy', address: 'http://oauth2-proxy.auth.svc/' },
    { address: 'http://oauth2-proxy.auth.svc/', authResponseHeaders: expect.arrayContaining(['X-Auth-Request-User']) },
  ],
] as const satisfies readonly (readonly [LoginInput, unknown])[])(
  'Traefik asks %o by a Middleware beside the Ingress',
  (login, forwardAuth) => {
    const expose: ExposureInput = { by: 'ingress', host, login };
    expect(render(expose).find('Middleware', 'qbittorrent-login')).toMatchObject({
      apiVersion: 'traefik.io/v1alpha1',
      metadata: { namespace: 'downloads' },
      spec: { forwardAuth },
    });
    expect(annotationsOf(expose)).toEqual({
      'traefik.ingress.kubernetes.io/router.middlewares': 'downloads-qbittorrent-login@kubernetescrd',
    });
  },
);

test.each([
  [
    authelia.by,
    {
      'auth-method': 'GET',
      'auth-url': 'http://login.auth.svc/api/authz/auth-request',
      'auth-signin': 'https://auth.example.org?rm=$request_method',
      'auth-response-headers': 'Remote-User,Remote-Groups,Remote-Email,Remote-Name',
    },
  ],
  [
    'authentik',
    {
      'auth-url': 'http://login.auth.svc/outpost.goauthentik.io/auth/nginx',
      'auth-signin':
        'https://auth.example.org/outpost.goauthentik.io/start?rd=$scheme://$http_host$escaped_request_uri',
      'auth-response-headers': expect.stringMatching(/^Set-Cookie,X-authentik-username,/),
      'auth-snippet': 'proxy_set_header X-Forwarded-Host $http_host;\n',
    },
  ],
  [
    'oauth2-proxy',
    {
      'auth-url': 'http://login.auth.svc/oauth2/auth',
      'auth-signin': 'https://auth.example.org/oauth2/start?rd=$scheme://$host$escaped_request_uri',
      'auth-response-headers': expect.stringContaining('X-Auth-Request-User'),
    },
  ],
] as const)('ingress-nginx asks %s by annotations', (by, annotations) => {
  const login = { by, address: 'http://login.auth.svc', controller: 'ingress-nginx', portal } as const;
  const found = annotationsOf({ ...nginx, login });
  const named = Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]);
  expect(found).toEqual(Object.fromEntries(named));
  expect(render({ ...nginx, login }).find('Middleware', 'qbittorrent-login')).toBeUndefined();
});

test("an HTTPRoute names Traefik's Middleware, so that a gateway which does not know it serves nothing", () => {
  const { find } = render({ ...gateway, login: { ...authelia, controller: 'traefik' } });
  expect(find('Middleware', 'qbittorrent-login')).toBeDefined();
  expect(find('HTTPRoute')?.['spec'].rules).toEqual([
    {
      filters: [
        {
          type: 'ExtensionRef',
          extensionRef: { group: 'traefik.io', kind: 'Middleware', name: 'qbittorrent-login' },
        },
      ],
      backendRefs: [{ name: 'qbittorrent', port: 8080 }],
    },
  ]);
});

test('a login changes nothing about whom the Pod lets in', () => {
  const policy = (expose: ExposureInput) => render(expose).find('NetworkPolicy');
  expect(policy({ by: 'ingress', host, login: authelia })).toEqual(policy({ by: 'ingress', host }));
});

test.each([
  [
    'a class of which nobody knows what serves it',
    { ...nginx, login: authelia },
    /login\.controller: missing; expected "traefik" or "ingress-nginx"/,
  ],
  [
    'a gateway of which nobody knows whose it is',
    { ...gateway, login: authelia },
    /login\.controller: missing; expected "traefik"; of the gateways, only Traefik's/,
  ],
  [
    'a gateway of another program',
    { ...gateway, login: { ...authelia, controller: 'ingress-nginx', portal } },
    /login\.controller: "ingress-nginx" is not possible here/,
  ],
  [
    'ingress-nginx without a portal',
    { ...nginx, login: { ...authelia, controller: 'ingress-nginx' } },
    /login\.portal: missing/,
  ],
  [
    'Traefik with a portal',
    { by: 'ingress', host, login: { ...authelia, portal } },
    /login\.portal: .* is only for ingress-nginx/,
  ],
  [
    'a portal that is not encrypted',
    { ...nginx, login: { ...authelia, controller: 'ingress-nginx', portal: 'http://auth.example.org' } },
    /login\.portal: .* is not an address/,
  ],
  [
    'an address with a path',
    { by: 'ingress', host, login: { ...authelia, address: 'http://authelia/api' } },
    /login\.address: .* is not an address without a path/,
  ],
  [
    'an address with a password',
    { by: 'ingress', host, login: { ...authelia, address: 'http://a:b@authelia' } },
    /login\.address: .* is not an address/,
  ],
  [
    'another login',
    { by: 'ingress', host, login: { ...authelia, by: 'keycloak' } },
    /login\.by: "keycloak" is not allowed here/,
  ],
  [
    "an annotation that is the login's",
    {
      by: 'ingress',
      host,
      login: authelia,
      annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': 'x@file' },
    },
    /annotations.*router\.middlewares.*may lead around "login"/,
  ],
  [
    'a funnel of Tailscale',
    {
      by: 'ingress',
      host,
      className: 'tailscale',
      proxy: { namespace: 'tailscale' },
      annotations: { 'tailscale.com/funnel': 'true' },
    },
    /opens the WebUI to the whole internet/,
  ],
  [
    'a class that is said twice',
    { by: 'ingress', host, annotations: { 'kubernetes.io/ingress.class': 'traefik' } },
    /is what "className" says/,
  ],
  [
    'an address in the place of a host',
    { by: 'ingress', host: '10.0.0.1' },
    /expose\.host: .* is not a full host name/,
  ],
  ['a login in front of a node port', { by: 'nodePort', login: authelia }, /expose\.login: unknown key/],
])('fails on %s', (_, expose, message) => {
  const lines = mistakesIn(exampleWith({ 'pods.0.expose': expose }));
  expect(lines.join('\n')).toMatch(message);
  expect(lines).toHaveLength(1);
});
