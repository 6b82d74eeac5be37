import type { Companion, Probe } from '../declaration/companion';
import type { PodDeclaration } from '../declaration/declaration';
import { webUiService } from '../exposure/web-ui-service';
import type { Container, KubernetesObject, ServiceSpec, Volume, VolumeMount } from '../manifest/kubernetes';
import { storageFor } from '../storage/volume-source';
import { type ContainerDraft, draftContainer } from './draft';
import { metricsPort } from './metrics-port';
import { scratchContainers, scratchMounts } from './scratch';

/** What the companions of a Pod add to it. */
interface DraftedCompanions {
  readonly sidecars: readonly ContainerDraft[];
  readonly beforeClient: readonly ContainerDraft[];
  readonly volumes: readonly Volume[];
  readonly servicePorts: NonNullable<ServiceSpec['ports']>;
  readonly objects: readonly KubernetesObject[];
}

interface OfThePod {
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
}

/** Containers beside the client. Nothing of them runs before the tunnel, and none has a capability or a VPN key. */
export function draftCompanions(declaration: PodDeclaration, { labels, selector }: OfThePod): DraftedCompanions {
  const { companions, name, namespace, gluetun, client } = declaration;
  const storage = companions.flatMap((companion) =>
    companion.storage.map((volume) =>
      storageFor(volumeName(companion, volume.name), volume.source, {
        name: `${name}-${companion.name}-${volume.name}`,
        namespace,
        labels,
      }),
    ),
  );
  const scratch = scratchContainers(companions, gluetun.image);
  return {
    sidecars: companions.map((companion) => container(companion, client.timezone)),
    beforeClient: scratch.containers,
    volumes: [...storage.map(({ volume }) => volume), ...scratch.volumes],
    servicePorts: companions.flatMap(({ name: port, webUi }) =>
      webUi === undefined ? [] : [{ name: port, port: webUi.port, targetPort: webUi.port, protocol: 'TCP' }],
    ),
    objects: [
      ...storage.flatMap(({ objects }) => objects),
      ...companions.flatMap(({ name: companion, webUi }) => {
        if (webUi === undefined || webUi.service.type === 'ClusterIP') return [];
        const {
          port,
          service: { type },
        } = webUi;
        return [
          webUiService({ name: `${name}-${companion}`, namespace, labels, selector, type, port, targetPort: port }),
        ];
      }),
    ],
  };
}

function container(companion: Companion, timezone: string): ContainerDraft {
  const { runAs, webUi, readOnlyRoot, resources } = companion;
  return {
    ...draftContainer(companion.name, companion.image),
    ...(companion.command.length === 0 ? {} : { command: [...companion.command] }),
    ...(companion.arguments.length === 0 ? {} : { args: [...companion.arguments] }),
    environment: { TZ: companion.timezone ?? timezone, ...companion.environment },
    secretEnvironment: Object.fromEntries(
      Object.entries(companion.secretEnvironment).map(([name, { key, secret }]) => [
        name,
        { key, secret: secret.name },
      ]),
    ),
    ...portsOf(companion),
    ...readiness(companion.probe, webUi?.port),
    resources,
    securityContext: {
      runAsUser: runAs.user,
      runAsGroup: runAs.group,
      runAsNonRoot: true,
      readOnlyRootFilesystem: readOnlyRoot,
    },
    volumeMounts: [
      ...companion.storage.map(({ name, mountPath, readOnly }) =>
        mount(volumeName(companion, name), mountPath, readOnly),
      ),
      ...companion.shared.map(({ volume, mountPath, readOnly }) =>
        mount(volume === 'downloads' ? volume : clientVolumeName(volume), mountPath, readOnly),
      ),
      ...scratchMounts(companion),
    ],
  };
}

function portsOf({ metrics, webUi }: Companion): Pick<Container, 'ports'> {
  const ports = [
    ...(webUi === undefined || webUi.port === metrics?.port ? [] : [{ containerPort: webUi.port, protocol: 'TCP' }]),
    ...(metrics === undefined ? [] : [{ name: metricsPort, containerPort: metrics.port, protocol: 'TCP' }]),
  ];
  return ports.length === 0 ? {} : { ports };
}

function readiness(probe: Probe | undefined, port = 0): Pick<Container, 'readinessProbe'> {
  if (probe === undefined) return {};
  return { readinessProbe: { ...action(probe, port), periodSeconds: 10, timeoutSeconds: 5 } };
}

function action(probe: Probe, port: number) {
  switch (probe.kind) {
    case 'http':
      return { httpGet: { path: probe.path, port } };
    case 'tcp':
      return { tcpSocket: { port } };
    case 'command':
      return { exec: { command: [...probe.command] } };
  }
}

function volumeName({ name }: Companion, volume: string): string {
  // Neither name has two hyphens in a row, so no two volumes meet.
  return `${name}--${volume}`;
}

/** What a further volume of the client is called in the Pod. */
export function clientVolumeName(volume: string): string {
  return `volume-${volume}`;
}

export function mount(name: string, mountPath: string, readOnly: boolean): VolumeMount {
  return readOnly ? { name, mountPath, readOnly } : { name, mountPath };
}
