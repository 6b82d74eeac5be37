import type { z } from 'zod';
import { LONGEST_LABEL, parseDnsLabel, parseDnsSubdomain } from '../network/host-name';
import { parseIpAddress } from '../network/ip-range';
import { ValueError } from '../network/value-error';
import { dispatch } from './dispatch';
import type { Exposure, WebProxy } from './exposure';
import { parseImageOf } from './image-reference';
import { annotationProblem } from './ingress-annotations';
import { annotationsSchema, labelsSchema } from './labels-schema';
import { choiceLeaf, integerLeaf, leaf, report, strictObject } from './leaf';
import { type GatewayLoginInput, type LoginInput, loginOfGateway, loginOfIngress, loginSchema } from './login-schema';
import type { SecretSourceInput } from './secret-source';
import { secretSourceSchema } from './secret-source-schema';
import { sketch } from './sketch';

interface ProxyInput {
  /** Where its Pods are. */
  readonly namespace: string;
  /** What they are labelled with. @default - every Pod of the namespace */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** How people reach the WebUI from outside the cluster, beside its Service: exactly one of these, told by `by`. */
export type ExposureInput =
  | {
      /** An Ingress. */
      readonly by: 'ingress';
      /** The name that people type. */
      readonly host: string;
      /** @default 'traefik', which k3s brings */
      readonly className?: string | undefined;
      /** @default - none by this Ingress */
      readonly tls?:
        | {
            /** The Secret with the certificate; cert-manager makes it where `clusterIssuer` is given. */
            readonly secret: string;
            /** The ClusterIssuer of cert-manager. @default - the Secret is there already */
            readonly clusterIssuer?: string | undefined;
          }
        | undefined;
      /** A login that is asked about every request. @default - the client's own alone */
      readonly login?: LoginInput | undefined;
      /**
       * Further annotations.
       * @default - none
       */
      readonly annotations?: Readonly<Record<string, string>> | undefined;
      /** The controller's Pods. @default - k3s's Traefik, in kube-system; demanded for any other class */
      readonly proxy?: ProxyInput | undefined;
    }
  | {
      /** An HTTPRoute of the Gateway API. */
      readonly by: 'gateway';
      readonly host: string;
      readonly gateway: {
        readonly name: string;
        readonly namespace: string;
        /** The listener. @default - every listener that fits the host */
        readonly section?: string | undefined;
      };
      /** A login that is asked about every request; only where Traefik is the gateway. @default - the client's own alone */
      readonly login?: GatewayLoginInput | undefined;
      /** The Pods of the gateway. */
      readonly proxy: ProxyInput;
    }
  | {
      /** The Tailscale operator: within the tailnet only. */
      readonly by: 'tailscale';
      /** The machine's name in the tailnet. */
      readonly machine: string;
      /** The operator's proxies. @default - the namespace tailscale */
      readonly proxy?: ProxyInput | undefined;
    }
  | {
      /**
       * A Cloudflare Tunnel, by a cloudflared of its own in a namespace of its own. Nobody comes in but by an Access
       * application of Cloudflare's: cloudflared refuses every request without a token of it (docs/web-ui.md).
       */
      readonly by: 'cloudflareTunnel';
      readonly host: string;
      /** The Secret with the tunnel's token (key `tunnel_token`), in the namespace `NAME-cloudflared`. */
      readonly tokenSecret: SecretSourceInput;
      /** The Access application that stands in front of `host`. Who may pass it, only Cloudflare knows. */
      readonly access: {
        /** The team's name: `example` of `example.cloudflareaccess.com`. */
        readonly team: string;
        /** The application's Audience (AUD) tag: 64 characters of 0-9 and a-f. */
        readonly audience: string;
      };
      /** @default 'docker.io/cloudflare/cloudflared:2026.10.0' */
      readonly image?: string | undefined;
    }
  | {
      /** A proxy of yours in the cluster (Caddy, a cloudflared of yours, …): it is let in, and nothing is made for it. */
      readonly by: 'otherProxy';
      readonly host: string;
      readonly proxy: ProxyInput;
    }
  | {
      /** An address of its own, for the WebUI alone. */
      readonly by: 'loadBalancer';
      /** @default 'servicelb', which k3s brings */
      readonly implementation?: 'servicelb' | undefined;
    }
  | {
      readonly by: 'loadBalancer';
      readonly implementation: 'metallb' | 'kube-vip';
      /** @default - one of its pool */
      readonly address?: string | undefined;
    }
  | {
      /** A port of every node, for the WebUI alone. */
      readonly by: 'nodePort';
      /** 30000 to 32767. @default - the cluster chooses */
      readonly port?: number | undefined;
    };

/** The release of 8 October 2026 (github.com/cloudflare/cloudflared/releases). */
const CLOUDFLARED_RELEASE = '2026.10.0';
/** The first release that reads its token from a file (cloudflared's issue 645), as a number. */
const FIRST_WITH_TOKEN_FILE = 202_504;

const host = leaf<string>('a host name', parseHost);
const name = leaf<string>('a name', parseDnsSubdomain);

const proxy = strictObject({
  namespace: leaf<string>('the name of a namespace', (value) => parseDnsLabel(value)),
  labels: labelsSchema.optional(),
}).transform(({ namespace, labels }): WebProxy => ({ namespace, labels }));

const traefik: WebProxy = { namespace: 'kube-system', labels: { 'app.kubernetes.io/name': 'traefik' } };
const tailscaleProxy: WebProxy = { namespace: 'tailscale', labels: undefined };

const ingress = strictObject({
  by: choiceLeaf(['ingress']),
  host,
  className: name.default('traefik'),
  tls: strictObject({ secret: name, clusterIssuer: name.optional() }).optional(),
  login: loginSchema.optional(),
  annotations: annotationsSchema.default({}),
  proxy: proxy.optional(),
}).transform((value, context): Exposure => {
  if (value.proxy === undefined && value.className !== 'traefik') {
    report(context, { kind: 'missing', expected: "the namespace of the controller's Pods, for the NetworkPolicy" }, [
      'proxy',
    ]);
  }
  const tls = value.tls && { secret: value.tls.secret, clusterIssuer: value.tls.clusterIssuer };
  const login = value.login && loginOfIngress(context, value.login, value.className);
  for (const annotation of Object.keys(value.annotations)) {
    const problem = annotationProblem(annotation, login?.controller);
    if (problem === undefined) continue;
    report(context, { kind: 'wrong', error: new ValueError(annotation, problem) }, ['annotations', annotation]);
  }
  return { ...value, tls, login, proxy: value.proxy ?? traefik };
});

const gateway = strictObject({
  by: choiceLeaf(['gateway']),
  host,
  gateway: strictObject({ name, namespace: name, section: name.optional() }).transform((value) => ({
    name: value.name,
    namespace: value.namespace,
    section: value.section,
  })),
  login: loginSchema.optional(),
  proxy,
}).transform((value, context): Exposure => ({ ...value, login: value.login && loginOfGateway(context, value.login) }));

const tailscale = strictObject({
  by: choiceLeaf(['tailscale']),
  machine: leaf<string>('a name', (value) => parseDnsLabel(value, LONGEST_LABEL)),
  proxy: proxy.default(tailscaleProxy),
});

const cloudflareTunnel = strictObject(
  {
    by: choiceLeaf(['cloudflareTunnel']),
    host,
    tokenSecret: secretSourceSchema,
    access: strictObject({
      team: leaf<string>("the team's name at Cloudflare Access", (value) => parseDnsLabel(value)),
      audience: leaf<string>('the Audience (AUD) tag of the Access application', parseAudience),
    }),
    image: leaf<string>('the reference of an image', parseCloudflaredImage).default(
      `docker.io/cloudflare/cloudflared:${CLOUDFLARED_RELEASE}`,
    ),
  },
  { token: 'unknown key; secrets never stand in a declaration: put it into the Secret that "tokenSecret" names' },
);

const otherProxy = strictObject({ by: choiceLeaf(['otherProxy']), host, proxy });

const loadBalancer = strictObject({
  by: choiceLeaf(['loadBalancer']),
  implementation: choiceLeaf(['servicelb', 'metallb', 'kube-vip']).default('servicelb'),
  address: leaf<string>('an IP address', (value) => parseIpAddress(value).text).optional(),
}).transform(({ by, implementation, address }, context): Exposure => {
  if (address !== undefined && implementation === 'servicelb') {
    const error = new ValueError(address, "cannot be chosen with servicelb, which uses the nodes' own: leave it out");
    report(context, { kind: 'wrong', error }, ['address']);
  }
  return { by, implementation, address };
});

const nodePort = strictObject({
  by: choiceLeaf(['nodePort']),
  port: integerLeaf('a node port', 30000, 32767).optional(),
}).transform(({ by, port }): Exposure => ({ by, port }));

const kinds: Readonly<Record<string, z.ZodType<Exposure>>> = {
  ingress,
  gateway,
  tailscale,
  cloudflareTunnel,
  otherProxy,
  loadBalancer,
  nodePort,
};
const unknownKind = strictObject({ by: choiceLeaf(Object.keys(kinds)) });

/** @see ExposureInput */
export const exposureSchema = dispatch<ExposureInput, Exposure>(
  (value) => {
    const by = value['by'];
    const known = typeof by === 'string' && Object.hasOwn(kinds, by) ? kinds[by] : undefined;
    return known ?? (unknownKind as unknown as z.ZodType<Exposure>);
  },
  'how the WebUI is reached',
  (value) => sketch(['by'], typeof value === 'string' && Object.hasOwn(kinds, value) ? 'by' : undefined, true),
);

function parseHost(value: unknown): string {
  const text = parseDnsSubdomain(value);
  if (text.includes('.') && !/^[\d.]+$/.test(text)) return text;
  throw new ValueError(value, 'is not a full host name: allowed are such as "torrents.example.org"');
}

function parseAudience(value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value;
  throw new ValueError(value, 'is not an Audience (AUD) tag: allowed are 64 characters of 0-9 and a-f');
}

function parseCloudflaredImage(value: unknown): string {
  const image = parseImageOf('another program', value);
  const [, year, month] = /:(20\d\d)\.(\d{1,2})\.\d/.exec(image) ?? [];
  if (year === undefined || Number(year) * 100 + Number(month) >= FIRST_WITH_TOKEN_FILE) return image;
  const allowed = `take 2025.4.0 or later, such as ${CLOUDFLARED_RELEASE}`;
  throw new ValueError(image, `cannot read its token from a file: ${allowed}`);
}
