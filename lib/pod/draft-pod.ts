import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { exposed } from '../exposure';
import { webUiService } from '../exposure/web-ui-service';
import { storageFor } from '../storage/volume-source';
import { clients } from './clients';
import type { PodDraft } from './draft';
import { draftGluetun, tunDevice } from './gluetun';
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
  const way = exposed({ name, namespace, labels, selector, port: client.webUi.port }, declaration.expose);

  return {
    declaration,
    cluster,
    selector,
    gluetun: draftGluetun(declaration),
    client: drafted.client,
    sidecars: [],
    beforeGluetun: [],
    annotations: {},
    volumes: [tunDevice, config.volume, downloads.volume, ...drafted.volumes],
    podSpec: {
      securityContext: { fsGroup: client.runAs.group, fsGroupChangePolicy: 'OnRootMismatch' },
      terminationGracePeriodSeconds: client.terminationGracePeriodSeconds,
    },
    deploymentSpec: { revisionHistoryLimit: 3 },
    service: {
      type: 'ClusterIP',
      selector,
      // While the tunnel is down the Pod is not Ready, and that is when people want to look at the WebUI.
      publishNotReadyAddresses: true,
      ports: [{ name: 'webui', port: client.webUi.port, targetPort: 'webui', protocol: 'TCP' }],
    },
    webUi: way,
    networkPolicy: { policyTypes: [], ingress: [], egress: [] },
    objects: [
      ...config.objects,
      ...downloads.objects,
      ...way.objects,
      ...(type === 'ClusterIP'
        ? []
        : [webUiService({ name, namespace, labels, selector, type, port: client.webUi.port })]),
    ],
    admissionRules: [],
    namespaceObjects: [namespaceObject(namespace)],
  };
}

/** The labels of every object of a Pod. */
export function podLabels(selector: Readonly<Record<string, string>>): Record<string, string> {
  return { ...selector, 'app.kubernetes.io/managed-by': 'podlock' };
}
