import type { Login } from './login';

/**
 * Annotations that leave a login where it is: sizes, times, TLS, limits. ingress-nginx has dozens that lead around its
 * own `auth-url` (`satisfy`, snippets, caches, other backends), and each release has more, so what may stand is listed.
 */
const BESIDE_A_LOGIN: Readonly<Record<Login['controller'], { readonly prefix: string; readonly allowed: RegExp }>> = {
  'ingress-nginx': {
    prefix: 'nginx.ingress.kubernetes.io/',
    allowed:
      /^(?:(?:proxy-(?:body|buffer|connect|http|max|next|read|request|send)|client-|hsts|limit-|session-cookie-)[a-z-]*|affinity|backend-protocol|(?:force-)?ssl-redirect|(?:whitelist|denylist)-source-range)$/,
  },
  traefik: {
    prefix: 'traefik.ingress.kubernetes.io/',
    allowed: /^router\.(?:entrypoints|tls(?:\.[a-z.]+)?)$/,
  },
};

/** Why an annotation may not stand on the Ingress, as the end of a sentence; undefined: it may. */
export function annotationProblem(annotation: string, login: Login['controller'] | undefined): string | undefined {
  const name = annotation.toLowerCase();
  if (name === 'kubernetes.io/ingress.class') return 'is what "className" says, and Kubernetes takes one of both';
  if (name === 'tailscale.com/funnel')
    return "opens the WebUI to the whole internet, with nothing in front but the client's own password: leave it out";
  if (login === undefined) return undefined;
  const { allowed, prefix } = BESIDE_A_LOGIN[login];
  if (!name.startsWith(prefix) || allowed.test(name.slice(prefix.length))) return undefined;
  return 'may lead around "login": allowed beside it are annotations for sizes, times, limits and TLS';
}
