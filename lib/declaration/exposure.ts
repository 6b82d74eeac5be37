import type { Login, LoginByTraefik } from './login';
import type { SecretSource } from './secret-source';

/** How people reach the WebUI from outside the cluster. */
export type Exposure =
  | IngressExposure
  | GatewayExposure
  | TailscaleExposure
  | CloudflareTunnelExposure
  | OtherProxyExposure
  | LoadBalancerExposure
  | NodePortExposure;

/** Pods that pass requests on: the NetworkPolicy lets in these and no others. */
export interface WebProxy {
  readonly namespace: string;
  /** @default - every Pod of the namespace */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

export interface IngressExposure {
  readonly by: 'ingress';
  readonly host: string;
  readonly className: string;
  /** `undefined`: plain HTTP, or TLS that the controller ends for all. */
  readonly tls: { readonly secret: string; readonly clusterIssuer: string | undefined } | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** `undefined`: none by Podlock. */
  readonly login: Login | undefined;
  readonly proxy: WebProxy;
}

export interface GatewayExposure {
  readonly by: 'gateway';
  readonly host: string;
  readonly gateway: { readonly name: string; readonly namespace: string; readonly section: string | undefined };
  /** `undefined`: none by Podlock. */
  readonly login: LoginByTraefik | undefined;
  readonly proxy: WebProxy;
}

export interface TailscaleExposure {
  readonly by: 'tailscale';
  /** The machine's name in the tailnet. */
  readonly machine: string;
  readonly proxy: WebProxy;
}

export interface CloudflareTunnelExposure {
  readonly by: 'cloudflareTunnel';
  readonly host: string;
  /** The Secret with the tunnel's token, in cloudflared's own namespace. */
  readonly tokenSecret: SecretSource;
  /** The Access application in front of the host: cloudflared asks every request for a token of it. */
  readonly access: { readonly team: string; readonly audience: string };
  readonly image: string;
}

/** The key of the Secret with the tunnel's token. */
export const tunnelTokenKey = 'tunnel_token';

/**
 * Where the cloudflared of a Pod runs: in a namespace of its own, since the Pod's admits Pods behind gluetun alone.
 * @param name the Pod's
 */
export function cloudflaredNamespace(name: string): string {
  return `${name}-cloudflared`;
}

export interface OtherProxyExposure {
  readonly by: 'otherProxy';
  readonly host: string;
  readonly proxy: WebProxy;
}

export interface LoadBalancerExposure {
  readonly by: 'loadBalancer';
  readonly implementation: 'servicelb' | 'metallb' | 'kube-vip';
  readonly address: string | undefined;
}

export interface NodePortExposure {
  readonly by: 'nodePort';
  readonly port: number | undefined;
}
