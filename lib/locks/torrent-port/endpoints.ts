import type { ManifestDocument } from '../../manifest/document';
import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf, wholeNumberOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import { namespaceOf } from '../../manifest/workload';
import type { OpenLock } from '../lock';
import { exposureOf, type TorrentPorts } from './services';

/**
 * Endpoints and EndpointSlices that name the torrent port by hand. Their ports decide, not those of their Service
 * (which then has no selector); whether their addresses are this Pod's, no manifest tells.
 */
export function exposingEndpoints(pod: VpnPod, ports: TorrentPorts): OpenLock[] {
  return ['EndpointSlice', 'Endpoints'].flatMap((kind) =>
    pod.index
      .everywhere(kind)
      .filter((document) => isNear(document, pod))
      .flatMap((document) => judge(document, pod, ports)),
  );
}

function isNear(document: ManifestDocument, pod: VpnPod): boolean {
  const place = namespaceOf(document);
  return place === undefined || pod.namespace === undefined || place === pod.namespace;
}

function judge(document: ManifestDocument, pod: VpnPod, { numbers }: TorrentPorts): OpenLock[] {
  const { kind, metadata } = document.object;
  const port = endpointPorts(document.object).find((each) => numbers.has(each));
  if (port === undefined) return [];
  const service = serviceOf(document, pod);
  const exposure =
    service === undefined ? 'by a Service that the input lacks' : exposureOf(fieldsOf(service.object['spec']));
  if (exposure === undefined) return [];
  const message = `${kind} "${metadata.name}" exposes the torrent port ${port} ${exposure}, if its addresses are this Pod's`;
  return [{ state: 'unknown', message, path: [kind === 'Endpoints' ? 'subsets' : 'ports'], document }];
}

function endpointPorts(object: Fields): readonly number[] {
  const lists = [object['ports'], ...itemsOf(object['subsets']).map((subset) => fieldsOf(subset)['ports'])];
  return lists.flatMap(itemsOf).flatMap((item) => wholeNumberOf(fieldsOf(item)['port']) ?? []);
}

function serviceOf({ object: { kind, metadata } }: ManifestDocument, pod: VpnPod): ManifestDocument | undefined {
  const { name, labels } = fieldsOf(metadata);
  const service = kind === 'Endpoints' ? textOf(name) : textEntriesOf(labels).get('kubernetes.io/service-name');
  if (service === undefined) return undefined;
  return pod.index.named('Service', service, pod.namespace) ?? pod.index.named('Service', service);
}
