/**
 * A login in front of the WebUI: the controller asks it about every request (forward-auth) and lets through whom it
 * knows.
 */
export type Login = LoginByTraefik | LoginByIngressNginx;

/** The programs whose endpoints Podlock knows. */
export const loginPrograms = ['authelia', 'authentik', 'oauth2-proxy'] as const;

interface AskedLogin {
  readonly by: (typeof loginPrograms)[number];
  /** Where the controller reaches it, without a path: `http://authelia.auth.svc`. */
  readonly address: string;
}

/** By a Middleware of Traefik's. The login itself knows where people sign in. */
export interface LoginByTraefik extends AskedLogin {
  readonly controller: 'traefik';
}

/** By annotations of the Ingress. */
export interface LoginByIngressNginx extends AskedLogin {
  readonly controller: 'ingress-nginx';
  /** Where browsers reach it, without a path: `https://auth.example.org`. */
  readonly portal: string;
}

/** The annotations of an Ingress by which each controller is told of a login. */
export const loginAnnotations = {
  traefik: ['traefik.ingress.kubernetes.io/router.middlewares'],
  'ingress-nginx': [
    'nginx.ingress.kubernetes.io/auth-method',
    'nginx.ingress.kubernetes.io/auth-response-headers',
    'nginx.ingress.kubernetes.io/auth-signin',
    'nginx.ingress.kubernetes.io/auth-snippet',
    'nginx.ingress.kubernetes.io/auth-url',
  ],
} as const satisfies Readonly<Record<Login['controller'], readonly string[]>>;
