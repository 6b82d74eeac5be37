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
