import type { Client } from '../../declaration/clients';
import type { RunAs } from '../../declaration/clients/client';
import type { SecurityContext, Volume, VolumeMount } from '../../manifest/kubernetes';
import { type ContainerDraft, draftContainer } from '../draft';

/** What an image's init needs to change owners of its folders and drop to PUID:PGID: linuxserver's s6, and its like. */
const rootModeCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'];
/** What the init container needs in root mode to write into folders that belong to anyone. */
const rootModeConfigureCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'];

/** The client's own container: its WebUI is what makes it ready. */
export function clientContainer(name: string, client: Client, mounts: readonly VolumeMount[]): ContainerDraft {
  const { image, runAs, timezone, environment, webUi, resources } = client;
  return {
    ...draftContainer(name, image),
    environment: { ...environment, TZ: timezone },
    ...(webUi === undefined
      ? {}
      : {
          ports: [{ name: 'webui', containerPort: webUi.port, protocol: 'TCP' }],
          readinessProbe: { tcpSocket: { port: 'webui' }, periodSeconds: 10, timeoutSeconds: 5 },
        }),
    resources,
    securityContext: contextOf(runAs, rootModeCapabilities, runAs.mode === 'user'),
    volumeMounts: [...mounts, ...(runAs.mode === 'user' ? scratchMounts : [])],
  };
}

/** The init container that prepares the client's files, after the tunnel is up and before the client starts. */
export function configureContainer(
  image: string,
  { runAs }: Client,
  script: string,
  mounts: readonly VolumeMount[],
): ContainerDraft {
  return {
    ...draftContainer('configure', image),
    command: ['/bin/sh', '-c', script],
    environment: runAs.mode === 'user' ? {} : { OWNER: `${runAs.user}:${runAs.group}` },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: contextOf(runAs, rootModeConfigureCapabilities, true),
    volumeMounts: [...mounts, { name: scratch.name, mountPath: '/scratch' }],
  };
}

/** What /run and /tmp of the client and other small things are made of, new with each Pod. */
export const scratch: Volume = { name: 'scratch', emptyDir: {} };

export const configMount: VolumeMount = { name: 'config', mountPath: '/config' };
export const downloadsMount: VolumeMount = { name: 'downloads', mountPath: '/downloads' };

/** The hash of the WebUI's password, for the init container alone. */
export function passwordVolume(secretName: string): Volume {
  return { name: 'webui-password', secret: { secretName, defaultMode: 0o440 } };
}

export const passwordMount: VolumeMount = { name: 'webui-password', mountPath: '/run/secrets/webui', readOnly: true };

/**
 * What the scripts of init containers begin with. linuxserver's s6-overlay demands a /run that belongs to its own user,
 * which no volume's root folder does; a folder that the client's user made inside the volume does.
 */
export const makeScratch = [
  'set -eu',
  'umask 077',
  'mkdir -p /scratch/run /scratch/tmp',
  'chmod 755 /scratch/run',
  '',
].join('\n');

const scratchMounts: readonly VolumeMount[] = [
  { name: scratch.name, mountPath: '/run', subPath: 'run' },
  { name: scratch.name, mountPath: '/tmp', subPath: 'tmp' },
];

function contextOf({ mode, user, group }: RunAs, capabilities: string[], readOnly: boolean): SecurityContext {
  if (mode === 'user') {
    return { runAsUser: user, runAsGroup: group, runAsNonRoot: true, readOnlyRootFilesystem: true };
  }
  return {
    runAsUser: 0,
    runAsGroup: 0,
    ...(readOnly ? { readOnlyRootFilesystem: true } : {}),
    capabilities: { add: capabilities },
  };
}
