/** How people reach the WebUI from outside the cluster. */
export type Exposure =
  | IngressExposure
  | GatewayExposure
  | TailscaleExposure
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
  readonly proxy: WebProxy;
}

export interface GatewayExposure {
  readonly by: 'gateway';
  readonly host: string;
  readonly gateway: { readonly name: string; readonly namespace: string; readonly section: string | undefined };
  readonly proxy: WebProxy;
}

export interface TailscaleExposure {
  readonly by: 'tailscale';
  /** The machine's name in the tailnet. */
  readonly machine: string;
  readonly proxy: WebProxy;
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
