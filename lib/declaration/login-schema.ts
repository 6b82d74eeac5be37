import { ValueError } from '../network/value-error';
import { choiceLeaf, type IssueSink, leaf, report, strictObject } from './leaf';
import { type Login, type LoginByTraefik, loginPrograms } from './login';

interface AskedLoginInput {
  /** Authelia, authentik (forward auth for a whole domain) or oauth2-proxy (with `--upstream=static://202`). */
  readonly by: 'authelia' | 'authentik' | 'oauth2-proxy';
  /** Its Service, as the controller reaches it: `http://authelia.auth.svc`. */
  readonly address: string;
}

/** A login in front of the WebUI, which is asked about every request: behind an Ingress. */
export type LoginInput = AskedLoginInput &
  (
    | {
        /** The program that serves the Ingress or the Gateway. @default 'traefik', where the class is of that name */
        readonly controller?: 'traefik' | undefined;
      }
    | {
        readonly controller: 'ingress-nginx';
        /** Where browsers reach the login: `https://auth.example.org`. */
        readonly portal: string;
      }
  );

/** The same behind an HTTPRoute, where only Traefik can be told of it. */
export type GatewayLoginInput = AskedLoginInput & { readonly controller: 'traefik' };

type Controller = Login['controller'];

/** A login before it is known what serves the way in. */
interface StatedLogin {
  readonly by: Login['by'];
  readonly address: string;
  readonly controller?: Controller | undefined;
  readonly portal?: string | undefined;
}

const HINTS = {
  token: 'unknown key; secrets never stand in a declaration',
  password: 'unknown key; secrets never stand in a declaration',
};

/** @see LoginInput */
export const loginSchema = strictObject(
  {
    by: choiceLeaf(loginPrograms),
    address: leaf<string>('the address of the login, such as "http://authelia.auth.svc"', (value) =>
      parseOrigin(value, ['http:', 'https:']),
    ),
    controller: choiceLeaf(['traefik', 'ingress-nginx']).optional(),
    portal: leaf<string>('where people sign in', (value) => parseOrigin(value, ['https:'])).optional(),
  },
  HINTS,
);

/**
 * The login of an Ingress.
 * @param sink where mistakes are reported, at the Ingress
 */
export function loginOfIngress(sink: IssueSink, stated: StatedLogin, className: string): Login | undefined {
  const controller = stated.controller ?? (className === 'traefik' ? 'traefik' : undefined);
  if (controller === undefined) {
    const expected = `"traefik" or "ingress-nginx": which of them serves the class "${className}"; for any other program, leave "login" out and see docs/web-ui.md`;
    report(sink, { kind: 'missing', expected }, ['login', 'controller']);
    return undefined;
  }
  return completed(sink, { ...stated, controller });
}

/**
 * The login of an HTTPRoute. The Gateway API has no word for one; Traefik's extension of it has.
 * @param sink where mistakes are reported, at the way in
 */
export function loginOfGateway(
  sink: IssueSink,
  { address, by, controller, portal }: StatedLogin,
): LoginByTraefik | undefined {
  if (controller === 'traefik') {
    if (portal !== undefined) reportPortal(sink, portal);
    return { by, address, controller };
  }
  const only =
    "of the gateways, only Traefik's can be told of a login: put it in front of another one by that one's own means";
  if (controller === undefined)
    report(sink, { kind: 'missing', expected: `"traefik"; ${only}` }, ['login', 'controller']);
  else
    report(sink, { kind: 'wrong', error: new ValueError(controller, `is not possible here: ${only}`) }, [
      'login',
      'controller',
    ]);
  return undefined;
}

function completed(
  sink: IssueSink,
  { address, by, controller, portal }: StatedLogin & { readonly controller: Controller },
): Login | undefined {
  if (controller === 'ingress-nginx') {
    if (portal !== undefined) return { by, address, controller, portal };
    report(sink, { kind: 'missing', expected: 'where browsers sign in, such as "https://auth.example.org"' }, [
      'login',
      'portal',
    ]);
    return undefined;
  }
  if (portal !== undefined) reportPortal(sink, portal);
  return { by, address, controller };
}

function reportPortal(sink: IssueSink, portal: string): void {
  const error = new ValueError(
    portal,
    'is only for ingress-nginx; with Traefik the login itself knows it: leave it out',
  );
  report(sink, { kind: 'wrong', error }, ['login', 'portal']);
}

/** Scheme, host and port. */
function parseOrigin(value: unknown, protocols: readonly string[]): string {
  const url = typeof value === 'string' && value.length <= 300 && URL.canParse(value) ? new URL(value) : undefined;
  const isPlain =
    url !== undefined && protocols.includes(url.protocol) && [url.origin, `${url.origin}/`].includes(`${value}`);
  if (isPlain && /^[\w.:/[\]-]+$/.test(url.origin)) return url.origin;
  const example = protocols.includes('http:') ? 'http://authelia.auth.svc' : 'https://auth.example.org';
  throw new ValueError(value, `is not an address without a path: allowed are such as "${example}"`);
}
