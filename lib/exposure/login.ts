import { Middleware, type MiddlewareSpecForwardAuth } from '../../imports/traefik-middleware';
import type { Login, LoginByIngressNginx, LoginByTraefik } from '../declaration/login';
import type { KubernetesObject } from '../manifest/kubernetes';
import type { WebUi } from './exposed';

/** How a program is asked by each controller, as its own manual says. */
interface Endpoints {
  traefik(address: string): MiddlewareSpecForwardAuth;
  /** Values of `nginx.ingress.kubernetes.io/auth-…`, by the end of the name. */
  ingressNginx(login: LoginByIngressNginx): Readonly<Record<string, string>>;
}

/** What browsers send under these names is dropped, and what the login says takes their place. */
const headers = {
  authelia: ['Remote-User', 'Remote-Groups', 'Remote-Email', 'Remote-Name'],
  authentik: ['username', 'groups', 'entitlements', 'email', 'name', 'uid'].map((each) => `X-authentik-${each}`),
  'oauth2-proxy': ['X-Auth-Request-User', 'X-Auth-Request-Groups', 'X-Auth-Request-Email'],
};

const endpoints: Readonly<Record<Login['by'], Endpoints>> = {
  // Authelia, "Traefik Ingress" and "NGINX Ingress".
  authelia: {
    traefik: (address) => ({
      address: `${address}/api/authz/forward-auth`,
      authResponseHeaders: headers.authelia,
    }),
    ingressNginx: ({ address, portal }) => ({
      method: 'GET',
      url: `${address}/api/authz/auth-request`,
      signin: `${portal}?rm=$request_method`,
      'response-headers': headers.authelia.join(),
    }),
  },
  // authentik, "Proxy provider", forward auth at the level of a domain: a single application wants a path of its own here.
  authentik: {
    traefik: (address) => ({
      address: `${address}/outpost.goauthentik.io/auth/traefik`,
      trustForwardHeader: true,
      authResponseHeaders: headers.authentik,
    }),
    ingressNginx: ({ address, portal }) => ({
      url: `${address}/outpost.goauthentik.io/auth/nginx`,
      signin: `${portal}/outpost.goauthentik.io/start?rd=$scheme://$http_host$escaped_request_uri`,
      'response-headers': ['Set-Cookie', ...headers.authentik].join(),
      snippet: 'proxy_set_header X-Forwarded-Host $http_host;\n',
    }),
  },
  // oauth2-proxy, "Traefik" with a static upstream, which sends people to the login by itself; and "Nginx".
  'oauth2-proxy': {
    traefik: (address) => ({ address: `${address}/`, authResponseHeaders: headers['oauth2-proxy'] }),
    ingressNginx: ({ address, portal }) => ({
      url: `${address}/oauth2/auth`,
      signin: `${portal}/oauth2/start?rd=$scheme://$host$escaped_request_uri`,
      'response-headers': headers['oauth2-proxy'].join(),
    }),
  },
};

/** A Middleware that asks a login, in the WebUI's namespace: Traefik takes none from another by default. */
export function loginMiddleware({ labels, name, namespace }: WebUi, { address, by }: LoginByTraefik): KubernetesObject {
  return Middleware.manifest({
    metadata: { name: middlewareName(name), namespace, labels },
    spec: { forwardAuth: endpoints[by].traefik(address) },
  });
}

/** What the middleware of a WebUI is called. */
export function middlewareName(name: string): string {
  return `${name}-login`;
}

/** What an Ingress takes for a login: the annotations that its controller reads, and what they name. */
export function loginOfIngress(
  webUi: WebUi,
  login: Login | undefined,
): { readonly annotations: Readonly<Record<string, string>>; readonly objects: readonly KubernetesObject[] } {
  if (login === undefined) return { annotations: {}, objects: [] };
  if (login.controller === 'traefik') {
    const middleware = `${webUi.namespace}-${middlewareName(webUi.name)}@kubernetescrd`;
    return {
      annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': middleware },
      objects: [loginMiddleware(webUi, login)],
    };
  }
  const values = Object.entries(endpoints[login.by].ingressNginx(login));
  return {
    annotations: Object.fromEntries(values.map(([end, value]) => [`nginx.ingress.kubernetes.io/auth-${end}`, value])),
    objects: [],
  };
}
