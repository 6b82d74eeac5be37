import type { ManifestDocument, Path } from '../../manifest/document';
import { serviceSelects } from '../../manifest/label-selector';
import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf, wholeNumberOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import { namespaceOf } from '../../manifest/workload';
import type { OpenLock } from '../lock';
import { leadsToTorrent, type TorrentPorts } from './services';

/** Where an object sends connections. */
interface Backend {
  readonly service: string;
  /** @default - the route's own */
  readonly namespace: string | undefined;
  readonly port: unknown;
  readonly path: Path;
}

/** Routes of TCP and UDP by kind, with the field of their rules and that of a rule's Services: Traefik's, the Gateway API's. */
const routes: Readonly<Record<string, readonly [rules: string, backends: string]>> = {
  IngressRouteTCP: ['routes', 'services'],
  IngressRouteUDP: ['routes', 'services'],
  TCPRoute: ['rules', 'backendRefs'],
  UDPRoute: ['rules', 'backendRefs'],
  TLSRoute: ['rules', 'backendRefs'],
};

/** Routes that lead from outside the cluster to the torrent port; a Service of any type is enough for them. */
export function exposingRoutes(pod: VpnPod, ports: TorrentPorts): OpenLock[] {
  const kinds = Object.entries(routes).flatMap(([kind, fields]) =>
    pod.index.everywhere(kind).map((document) => ({ document, backends: backendsOf(document.object, fields) })),
  );
  // ingress-nginx (--tcp-services-configmap, --udp-services-configmap): "6881": "media/torrent:6881".
  const configMaps = pod.index
    .everywhere('ConfigMap')
    .map((document) => ({ document, backends: nginxBackends(document.object) }));
  return [...kinds, ...configMaps].flatMap(({ document, backends }) =>
    backends.flatMap((backend) => judge(document, backend, pod, ports)),
  );
}

function backendsOf({ spec }: Fields, [rules, backends]: readonly [string, string]): readonly Backend[] {
  return itemsOf(fieldsOf(spec)[rules]).flatMap((rule, at) =>
    itemsOf(fieldsOf(rule)[backends]).map((item, index) => {
      const { name, namespace, port } = fieldsOf(item);
      const path = ['spec', rules, at, backends, index];
      return { service: textOf(name) ?? '', namespace: textOf(namespace), port, path };
    }),
  );
}

function nginxBackends({ data }: Fields): readonly Backend[] {
  return [...textEntriesOf(data)].flatMap(([key, value]) => {
    const match = /^([a-z\d-]+)\/([a-z\d-]+):([\w-]+)(?::PROXY)*$/i.exec(value.trim());
    if (match === null || !/^\d+$/.test(key)) return [];
    const [, namespace, service = '', port] = match;
    return [{ service, namespace, port, path: ['data', key] }];
  });
}

function judge(document: ManifestDocument, backend: Backend, pod: VpnPod, ports: TorrentPorts): OpenLock[] {
  const place = backend.namespace ?? namespaceOf(document);
  if (place !== undefined && pod.namespace !== undefined && place !== pod.namespace) return [];
  const { kind, metadata } = document.object;
  const service =
    pod.index.named('Service', backend.service, pod.namespace) ?? pod.index.named('Service', backend.service);
  const message = `${kind} "${metadata.name}" leads from outside the cluster to the torrent port: peers see the home address`;
  if (service === undefined) {
    if (!ports.numbers.has(wholeNumberOf(backend.port) ?? 0)) return [];
    const doubt = `, if Service "${backend.service}", which the input lacks, selects this Pod`;
    return [{ state: 'unknown', message: message + doubt, path: backend.path, document }];
  }
  const selects = serviceSelects(fieldsOf(service.object['spec'])['selector'], pod.workload.podLabels);
  if (!selects || !leadsToTorrent(service, backend.port, ports)) return [];
  return [{ state: 'open', message, path: backend.path, document }];
}
