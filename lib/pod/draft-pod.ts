import { clientName } from '../declaration/clients';
import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { webUiService } from '../exposure/web-ui-service';
import { storageFor } from '../storage/volume-source';
import { draftClient } from './clients';
import type { PodDraft } from './draft';
import { draftGluetun, tunDevice } from './gluetun';
import { namespaceObject } from './namespace';

/** The Pod as a declaration describes it, with no lock closed yet. */
export function draftPod(declaration: PodDeclaration, cluster: Declaration['cluster']): PodDraft {
  const { name, namespace, client, storage } = declaration;
  const selector = { 'app.kubernetes.io/name': clientName(client), 'app.kubernetes.io/instance': name };
  const labels = podLabels(selector);
  const stored = (['config', 'downloads'] as const).flatMap((volume) => {
    const source = storage[volume];
    return source === undefined ? [] : [storageFor(volume, source, { name: `${name}-${volume}`, namespace, labels })];
  });
  const drafted = draftClient(declaration);
  const { webUi } = client;

  return {
    declaration,
    cluster,
    selector,
    gluetun: draftGluetun(declaration),
    client: drafted.client,
    sidecars: [],
    beforeGluetun: [],
    annotations: {},
    templateAnnotations: {},
    volumes: [tunDevice, ...stored.map(({ volume }) => volume), ...drafted.volumes],
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
      ports: webUi === undefined ? [] : [{ name: 'webui', port: webUi.port, targetPort: 'webui', protocol: 'TCP' }],
    },
    networkPolicy: { policyTypes: [], ingress: [], egress: [] },
    objects: [
      ...stored.flatMap(({ objects }) => objects),
      ...(webUi === undefined || webUi.service.type === 'ClusterIP'
        ? []
        : [webUiService({ name, namespace, labels, selector, type: webUi.service.type, port: webUi.port })]),
    ],
    admissionRules: [],
    namespaceObjects: [namespaceObject(namespace)],
  };
}

/** The labels of every object of a Pod. */
export function podLabels(selector: Readonly<Record<string, string>>): Record<string, string> {
  return { ...selector, 'app.kubernetes.io/managed-by': 'podlock' };
}
