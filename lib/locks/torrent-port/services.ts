import { type ContainerPort, resolvePort } from '../../manifest/container-port';
import type { ManifestDocument } from '../../manifest/document';
import { serviceSelects } from '../../manifest/label-selector';
import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf, wholeNumberOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** What tells a torrent port from others. */
export interface TorrentPorts {
  readonly numbers: ReadonlySet<number>;
  readonly declared: readonly ContainerPort[];
}

export function isTorrentName(name: string): boolean {
  return /torrent|^bt(?:-|$)|peer/.test(name) && !/web|ui|http/.test(name);
}

/** Services that lead from the node's or another public address to the torrent port. */
export function exposingServices(pod: VpnPod, ports: TorrentPorts): OpenLock[] {
  const { podLabels } = pod.workload;
  const own = pod.index.selecting('Service', pod.namespace, podLabels);
  const homeless = pod.namespace === undefined ? [] : pod.index.selecting('Service', undefined, podLabels);
  return [...own, ...homeless].flatMap((document) => {
    const spec = fieldsOf(document.object['spec']);
    const exposure = exposureOf(spec);
    if (exposure === undefined) return [];
    const isSelectorless = textEntriesOf(spec['selector']).size === 0;
    if (!isSelectorless && !serviceSelects(spec['selector'], podLabels)) return [];
    const doubt = isSelectorless
      ? ', if its EndpointSlice leads to this Pod'
      : homeless.includes(document)
        ? ", if it is applied to this Pod's namespace"
        : undefined;
    return itemsOf(spec['ports']).flatMap((item, index): OpenLock[] => {
      const target = torrentTarget(fieldsOf(item), ports);
      if (target === undefined) return [];
      const message = `Service "${document.object.metadata.name}" exposes the torrent port ${target} ${exposure}: peers see the home address${doubt ?? ''}`;
      return [{ state: doubt === undefined ? 'open' : 'unknown', message, path: ['spec', 'ports', index], document }];
    });
  });
}

/** The port of the Pod that a port of a Service leads to, if it is the torrent port by its number or by its name. */
function torrentTarget({ name, port, targetPort }: Fields, { numbers, declared }: TorrentPorts): number | undefined {
  const target = resolvePort(wholeNumberOf(targetPort) ?? textOf(targetPort), declared) ?? wholeNumberOf(port);
  const isTorrent = (target !== undefined && numbers.has(target)) || isTorrentName(textOf(name) ?? '');
  return isTorrent ? target : undefined;
}

/** Whether a port of a Service, by its number or its name, leads to the torrent port. Without one, any of them counts. */
export function leadsToTorrent(service: ManifestDocument, port: unknown, ports: TorrentPorts): boolean {
  const wanted = wholeNumberOf(port) ?? textOf(port);
  return itemsOf(fieldsOf(service.object['spec'])['ports'])
    .map(fieldsOf)
    .filter((each) => wanted === undefined || wholeNumberOf(each['port']) === wanted || each['name'] === wanted)
    .some((each) => torrentTarget(each, ports) !== undefined);
}

/** In words, how a Service is reached from outside the cluster; undefined where it is not. */
export function exposureOf(spec: Fields): string | undefined {
  const type = textOf(spec['type']);
  if (type === 'NodePort' || type === 'LoadBalancer') return `as ${type}`;
  return itemsOf(spec['externalIPs']).length > 0 ? 'at externalIPs' : undefined;
}
