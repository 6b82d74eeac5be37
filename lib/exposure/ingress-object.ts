import type { KubernetesObject } from '../manifest/kubernetes';
import type { WebUi } from './exposed';

interface IngressOptions {
  readonly className: string;
  /** @default - any */
  readonly host?: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName?: string }[];
}

/** An Ingress that sends every path of a host to the WebUI. */
export function ingressObject(webUi: WebUi, { annotations, className, host, tls }: IngressOptions): KubernetesObject {
  const { labels, name, namespace } = webUi;
  const backend = { service: { name, port: { name: 'webui' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      labels,
      ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
    },
    spec: {
      ingressClassName: className,
      rules: [{ ...(host !== undefined && { host }), http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      ...(tls !== undefined && { tls }),
    },
  };
}
