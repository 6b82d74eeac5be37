import type { KubernetesObject, ServiceSpec } from '../manifest/kubernetes';

/**
 * A further Service, for one WebUI alone, when it is to be reached from outside the cluster. The torrent ports stay on the
 * Pod's own, which is always of type ClusterIP.
 */
export function webUiService(options: {
  /** The Service's name. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly type: 'NodePort' | 'LoadBalancer';
  readonly port: number;
  /** The container's port, by name or number. */
  readonly targetPort: string | number;
  /** @default - the cluster chooses */
  readonly nodePort?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}): KubernetesObject {
  const spec: ServiceSpec = {
    type: options.type,
    selector: options.selector,
    publishNotReadyAddresses: true,
    ports: [
      {
        name: 'webui',
        port: options.port,
        targetPort: options.targetPort,
        protocol: 'TCP',
        ...(options.nodePort !== undefined && { nodePort: options.nodePort }),
      },
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: options.name,
      namespace: options.namespace,
      labels: options.labels,
      ...(Object.keys(options.annotations ?? {}).length > 0 && { annotations: { ...options.annotations } }),
    },
    spec,
  };
}
