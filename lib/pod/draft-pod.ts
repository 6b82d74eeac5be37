import { clientName } from '../declaration/clients';
import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { exposed } from '../exposure';
import { webUiService } from '../exposure/web-ui-service';
import { prometheusObjects } from '../monitoring/prometheus';
import { storageFor } from '../storage/volume-source';
import { draftClient } from './clients';
import { clientVolumeName, draftCompanions, mount } from './companions';
import type { ChangeAnnotations, PodDraft } from './draft';
import { draftGluetun, tunDevice } from './gluetun';
import { hostAliases, loosenedHosts } from './hosts';
import { metricsPort } from './metrics-port';
import { namespaceObject } from './namespace';
import { draftPortSync } from './port-sync/port-sync';
import { addTunnelMetrics } from './tunnel-metrics';

/** The Pod as a declaration describes it, with no lock closed yet. */
export function draftPod(
  declaration: PodDeclaration,
  cluster: Declaration['cluster'],
  proxyChanges?: ChangeAnnotations,
): PodDraft {
  const { name, namespace, client, metrics, storage } = declaration;
  const selector = { 'app.kubernetes.io/name': clientName(client), 'app.kubernetes.io/instance': name };
  const labels = podLabels(selector);
  const stored = [
    ...(['config', 'downloads'] as const).flatMap((volume) => {
      const source = storage[volume];
      return source === undefined ? [] : [storageFor(volume, source, { name: `${name}-${volume}`, namespace, labels })];
    }),
    ...storage.volumes.map((volume) =>
      storageFor(clientVolumeName(volume.name), volume.source, { name: `${name}-${volume.name}`, namespace, labels }),
    ),
  ];
  const drafted = draftClient(declaration);
  drafted.client.container.volumeMounts.push(
    ...storage.volumes.map((volume) => mount(clientVolumeName(volume.name), volume.mountPath, volume.readOnly)),
  );
  const companions = draftCompanions(declaration, { labels, selector });
  const portSync = draftPortSync(client);
  const { webUi } = client;
  const way = exposed(
    { name, namespace, labels, selector, port: webUi?.port ?? 0, proxyChanges },
    webUi && declaration.expose,
  );

  const draft: PodDraft = {
    declaration,
    cluster,
    selector,
    gluetun: draftGluetun(declaration),
    client: drafted.client,
    portSync: portSync?.container,
    sidecars: [...(portSync === undefined ? [] : [portSync.container]), ...companions.sidecars],
    beforeGluetun: [],
    beforeClient: [...companions.beforeClient],
    annotations: { ...loosenedHosts(declaration.hosts) },
    templateAnnotations: {},
    volumes: [
      tunDevice,
      ...stored.map(({ volume }) => volume),
      ...drafted.volumes,
      ...(portSync?.volumes ?? []),
      ...companions.volumes,
    ],
    podSpec: {
      ...hostAliases(declaration.hosts),
      securityContext: { fsGroup: client.runAs.group, fsGroupChangePolicy: 'OnRootMismatch' },
      terminationGracePeriodSeconds: client.terminationGracePeriodSeconds,
    },
    deploymentSpec: { revisionHistoryLimit: 3 },
    service: {
      type: 'ClusterIP',
      selector,
      // While the tunnel is down the Pod is not Ready, and that is when people want to look at the WebUI.
      publishNotReadyAddresses: true,
      ports: [
        ...(webUi === undefined
          ? []
          : [{ name: 'webui', port: webUi.port, targetPort: 'webui', protocol: 'TCP' as const }]),
        ...companions.servicePorts,
      ],
    },
    webUi: way,
    networkPolicy: { policyTypes: [], ingress: [], egress: [] },
    objects: [
      ...stored.flatMap(({ objects }) => objects),
      ...(webUi === undefined || webUi.service.type === 'ClusterIP'
        ? []
        : [
            webUiService({
              name: `${name}-webui`,
              namespace,
              labels,
              selector,
              type: webUi.service.type,
              port: webUi.port,
              targetPort: 'webui',
            }),
          ]),
      ...way.objects,
      ...companions.objects,
      ...(metrics === undefined
        ? []
        : prometheusObjects(metrics, { name, namespace, labels, selector, port: metricsPort })),
    ],
    admissionRules: [],
    namespaceObjects: [namespaceObject(namespace)],
  };
  addTunnelMetrics(draft);
  return draft;
}

/** The labels of every object of a Pod. */
export function podLabels(selector: Readonly<Record<string, string>>): Record<string, string> {
  return { ...selector, 'app.kubernetes.io/managed-by': 'podlock' };
}
