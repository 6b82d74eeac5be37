import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { webUiService } from '../exposure/web-ui-service';
import { storageFor } from '../storage/volume-source';
import { clients } from './clients';
import { clientVolumeName, draftCompanions, mount } from './companions';
import type { PodDraft } from './draft';
import { draftGluetun, tunDevice } from './gluetun';
import { hostAliases, loosenedHosts } from './hosts';
import { namespaceObject } from './namespace';

/** The Pod as a declaration describes it, with no lock closed yet. */
export function draftPod(declaration: PodDeclaration, cluster: Declaration['cluster']): PodDraft {
  const { name, namespace, client, storage } = declaration;
  const selector = { 'app.kubernetes.io/name': client.application, 'app.kubernetes.io/instance': name };
  const labels = podLabels(selector);
  const config = storageFor('config', storage.config, { name: `${name}-config`, namespace, labels });
  const downloads = storageFor('downloads', storage.downloads, { name: `${name}-downloads`, namespace, labels });
  const drafted = clients[client.application].draft(declaration);
  const { type } = client.webUi.service;
  const companions = draftCompanions(declaration, { labels, selector });
  const further = storage.volumes.map((volume) =>
    storageFor(clientVolumeName(volume.name), volume.source, { name: `${name}-${volume.name}`, namespace, labels }),
  );
  drafted.client.container.volumeMounts.push(
    ...storage.volumes.map((volume) => mount(clientVolumeName(volume.name), volume.mountPath, volume.readOnly)),
  );

  return {
    declaration,
    cluster,
    selector,
    gluetun: draftGluetun(declaration),
    client: drafted.client,
    sidecars: [...companions.sidecars],
    beforeGluetun: [],
    beforeClient: [...companions.beforeClient],
    annotations: { ...loosenedHosts(declaration.hosts) },
    volumes: [
      tunDevice,
      config.volume,
      downloads.volume,
      ...further.map(({ volume }) => volume),
      ...drafted.volumes,
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
        { name: 'webui', port: client.webUi.port, targetPort: 'webui', protocol: 'TCP' },
        ...companions.servicePorts,
      ],
    },
    networkPolicy: { policyTypes: [], ingress: [], egress: [] },
    objects: [
      ...config.objects,
      ...downloads.objects,
      ...further.flatMap(({ objects }) => objects),
      ...(type === 'ClusterIP'
        ? []
        : [
            webUiService({
              name: `${name}-webui`,
              namespace,
              labels,
              selector,
              type,
              port: client.webUi.port,
              targetPort: 'webui',
            }),
          ]),
      ...companions.objects,
    ],
    admissionRules: [],
    namespaceObjects: [namespaceObject(namespace)],
  };
}

/** The labels of every object of a Pod. */
export function podLabels(selector: Readonly<Record<string, string>>): Record<string, string> {
  return { ...selector, 'app.kubernetes.io/managed-by': 'podlock' };
}
