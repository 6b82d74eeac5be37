import type { PodDeclaration } from '../declaration/declaration';
import { exposedProxies, type GluetunProxy, proxyProtocols } from '../declaration/gluetun/gluetun-settings';
import { vpnEnvironment } from '../declaration/vpn';
import type { Volume } from '../manifest/kubernetes';
import { draftContainer, type GluetunDraft } from './draft';

/** Exits 0 when the tunnel is up, by gluetun's own health server (gluetun v3.41.3, HEALTH_SERVER_ADDRESS). */
export const healthcheck = ['/gluetun-entrypoint', 'healthcheck'];

/**
 * The least that gluetun v3.41.3 runs with and no warning: NET_BIND_SERVICE for its DNS server on port 53, CHOWN and
 * DAC_OVERRIDE for the files in /tmp/gluetun.
 */
const capabilities = ['CHOWN', 'DAC_OVERRIDE', 'NET_ADMIN', 'NET_BIND_SERVICE'];

/** runc from 1.2.0 to 1.2.3 gives no tun device by default, and MKNOD is one capability less to hand out. */
export const tunDevice: Volume = { name: 'tun', hostPath: { path: '/dev/net/tun', type: 'CharDevice' } };

/** gluetun as most people run it: beside the client, with nothing but what was declared. */
export function draftGluetun({ gluetun, vpn, client }: PodDeclaration): GluetunDraft {
  const ports = exposedProxies(gluetun.settings).flatMap((proxy) =>
    proxyProtocols(proxy).map((protocol) => ({ name: portName(proxy, protocol), containerPort: proxy.port, protocol })),
  );
  return {
    container: {
      ...draftContainer('gluetun', gluetun.image),
      ...(ports.length === 0 ? {} : { ports }),
      environment: {
        ...gluetun.settings.variables,
        ...vpnEnvironment(vpn),
        TZ: client.timezone,
        VPN_INTERFACE: gluetun.tunnelInterface,
        // Its other kind of small check, ICMP, needs NET_RAW.
        HEALTH_SMALL_CHECK_TYPE: 'dns',
      },
      readinessProbe: { exec: { command: healthcheck }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
      resources: gluetun.resources,
      // It adds a user to /etc/passwd, so its root file system cannot be read-only.
      securityContext: { runAsUser: 0, runAsGroup: 0, capabilities: { add: capabilities } },
      volumeMounts: [{ name: tunDevice.name, mountPath: '/dev/net/tun' }],
    },
    startLines: [],
    place: 'beside the client',
  };
}

/** What a proxy's port is called in container and Service: of at most 15 characters. */
export function portName({ what }: GluetunProxy, protocol: 'TCP' | 'UDP'): string {
  return protocol === 'UDP' ? `${what}-udp` : what;
}

/** The shell script that ends in gluetun itself. Any line that fails keeps it, and so the client, from starting. */
export function startScript(lines: readonly string[]): string {
  return ['set -eu', ...lines, 'exec /gluetun-entrypoint', ''].join('\n');
}
