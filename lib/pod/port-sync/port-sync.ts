import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../declaration/clients';
import type { Volume } from '../../manifest/kubernetes';
import { type ContainerDraft, draftContainer } from '../draft';
import { tunnelSeen } from '../tunnel-seen';

const script = (name: string) => readFileSync(join(__dirname, name), 'utf8');

/** The clients that can be told a port while they run, each by its own API. */
const words = {
  qbittorrent: script('qbittorrent.sh'),
  transmission: script('transmission.sh'),
  deluge: script('deluge.sh'),
} as const;

const loop = script('loop.sh');

/** How often it looks, in seconds. A port that changed, or a new tunnel, is with the client within two looks. */
const period = 4;
/** How long it waits after the client refused its password, in seconds, on top. */
const loginWait = 26;

const loginFolder = '/run/secrets/client-login';

interface PortSync {
  readonly container: ContainerDraft;
  readonly volumes: readonly Volume[];
}

/**
 * The container port-sync: without a capability or a key of the VPN, and the only one that mounts the WebUI's password.
 * gluetun's own UP command would do half of this: it runs once, before the client exists, and delays the renewal of the
 * port's lease. It runs in the client's own image, whose curl keeps the password out of the arguments.
 *
 * @returns `undefined` where the declaration gives no password to log in with
 */
export function draftPortSync(client: Client): PortSync | undefined {
  if (client.application === 'other' || client.application === 'rtorrent') return undefined;
  const { image, runAs, webUi, application } = client;
  if (webUi.loginSecret === undefined) return undefined;
  const { user, group } = runAs;
  return {
    container: {
      ...draftContainer('port-sync', image),
      command: ['/bin/sh', '-c', words[application] + loop],
      environment: {
        LOGIN_WAIT: String(loginWait),
        PASSWORD_FILE: `${loginFolder}/password`,
        PERIOD: String(period),
        SEEN: tunnelSeen.file,
        WEBUI_PORT: String(webUi.port),
      },
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
      securityContext: { runAsUser: user, runAsGroup: group, runAsNonRoot: true, readOnlyRootFilesystem: true },
      volumeMounts: [
        { name: 'client-login', mountPath: loginFolder, readOnly: true },
        { name: 'port-sync', mountPath: '/tmp' },
      ],
    },
    volumes: [
      {
        name: 'client-login',
        secret: {
          secretName: webUi.loginSecret.name,
          defaultMode: 0o440,
          items: [{ key: 'password', path: 'password' }],
        },
      },
      { name: 'port-sync', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    ],
  };
}
