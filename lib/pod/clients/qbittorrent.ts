import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PodDeclaration } from '../../declaration/declaration';
import type { SecurityContext, VolumeMount } from '../../manifest/kubernetes';
import { type ContainerDraft, draftContainer } from '../draft';
import type { TorrentClient } from './client';

const configureScript = readFileSync(join(__dirname, 'qbittorrent-configure.sh'), 'utf8');

/** What linuxserver's s6 init needs to change owners of /config and drop to PUID:PGID (its root mode). */
const rootModeCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'];
/** What the init container needs in root mode to write into a /config that belongs to anyone. */
const rootModeConfigureCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'];

/** What a fresh /config gets, as linuxserver's own default file has it. An existing file keeps its own. */
const defaults = [
  '[BitTorrent]',
  'Session\\DefaultSavePath=/downloads/',
  'Session\\QueueingSystemEnabled=true',
  'Session\\TempPath=/downloads/incomplete/',
  '[LegalNotice]',
  'Accepted=true',
].join('\n');

/**
 * qBittorrent in linuxserver's image (`lscr.io/linuxserver/qbittorrent`), designed for its release 5.
 *
 * By default it runs as a user without any capability on a read-only root file system, which the image's readme
 * declares as supported (`nonroot_supported`, `readonly_supported`).
 */
export const qbittorrent: TorrentClient = {
  draft: (declaration) => ({
    client: { container: client(declaration), configure: configure(declaration), settings: {} },
    volumes: [
      { name: 'scratch', emptyDir: {} },
      { name: 'webui-password', secret: { secretName: declaration.client.webUi.passwordSecret, defaultMode: 0o440 } },
    ],
  }),
  writeSettings: (container, settings, { client: { webUi } }) => {
    container.environment['DEFAULTS'] = defaults;
    container.environment['SETTINGS'] = [
      '[BitTorrent]',
      ...(settings.interface === undefined
        ? []
        : [
            `Session\\Interface=${settings.interface}`,
            'Session\\InterfaceAddress=',
            `Session\\InterfaceName=${settings.interface}`,
          ]),
      ...(settings.torrentPort === undefined ? [] : [`Session\\Port=${settings.torrentPort}`]),
      '[Network]',
      // UPnP and NAT-PMP would ask the router at home for a port.
      'PortForwardingEnabled=false',
      '[Preferences]',
      'WebUI\\Address=*',
      'WebUI\\Enabled=true',
      ...hostSettings(settings.webUiHosts),
      `WebUI\\Port=${webUi.port}`,
      'WebUI\\UseUPnP=false',
    ].join('\n');
  },
};

/**
 * Names that browsers may ask for, so that no other page's name leads here (DNS rebinding); `*` is qBittorrent's own
 * wildcard. A port-forward asks for localhost.
 */
function hostSettings(hosts: readonly string[] | undefined): readonly string[] {
  if (hosts === undefined) return [];
  return ['WebUI\\HostHeaderValidation=true', `WebUI\\ServerDomains=${[...hosts, 'localhost'].join(';')}`];
}

function client({ client: { image, runAs, timezone, webUi, resources } }: PodDeclaration): ContainerDraft {
  const asUser = runAs.mode === 'user';
  return {
    ...draftContainer('qbittorrent', image),
    environment: {
      TZ: timezone,
      WEBUI_PORT: String(webUi.port),
      ...(asUser ? { S6_READ_ONLY_ROOT: '1' } : { PUID: String(runAs.user), PGID: String(runAs.group) }),
    },
    ports: [{ name: 'webui', containerPort: webUi.port, protocol: 'TCP' }],
    readinessProbe: { tcpSocket: { port: 'webui' }, periodSeconds: 10, timeoutSeconds: 5 },
    resources,
    securityContext: asUser
      ? userContext(runAs)
      : { runAsUser: 0, runAsGroup: 0, capabilities: { add: rootModeCapabilities } },
    volumeMounts: [
      { name: 'config', mountPath: '/config' },
      { name: 'downloads', mountPath: '/downloads' },
      ...(asUser ? scratchMounts : []),
    ],
  };
}

function configure({ client: { image, runAs } }: PodDeclaration): ContainerDraft {
  const asUser = runAs.mode === 'user';
  return {
    ...draftContainer('configure', image),
    command: ['/bin/sh', '-c', configureScript],
    environment: asUser ? {} : { OWNER: `${runAs.user}:${runAs.group}` },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: asUser
      ? userContext(runAs)
      : {
          runAsUser: 0,
          runAsGroup: 0,
          readOnlyRootFilesystem: true,
          capabilities: { add: rootModeConfigureCapabilities },
        },
    volumeMounts: [
      { name: 'config', mountPath: '/config' },
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'webui-password', mountPath: '/run/secrets/webui', readOnly: true },
    ],
  };
}

/** Folders that `configure` made, so that they belong to the client's user. */
const scratchMounts: VolumeMount[] = [
  { name: 'scratch', mountPath: '/run', subPath: 'run' },
  { name: 'scratch', mountPath: '/tmp', subPath: 'tmp' },
];

function userContext({ user, group }: { user: number; group: number }): SecurityContext {
  return { runAsUser: user, runAsGroup: group, runAsNonRoot: true, readOnlyRootFilesystem: true };
}
