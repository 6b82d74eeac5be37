import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftContainer, type PodDraft } from './draft';
import { forwardedPortVolume, statusFile } from './forwarded-port';
import { metricsPort } from './metrics-port';

const name = 'tunnel-metrics';
const script = readFileSync(join(__dirname, 'tunnel-metrics.sh'), 'utf8');
/** Where gluetun writes the address that the internet sees (gluetun v3.41.3, PUBLICIP_FILE). */
const addressVolume = {
  volume: { name: 'public-address', emptyDir: {} },
  mount: { name: 'public-address', mountPath: '/tmp/gluetun' },
};

/**
 * A container beside gluetun that tells Prometheus of the tunnel by what it sees without a key: the interface, the health
 * server on loopback, files that gluetun writes for others. gluetun's control server stays closed to it as to all others.
 */
export function addTunnelMetrics({ declaration, gluetun, sidecars, volumes }: PodDraft): void {
  const { metrics, torrentPort } = declaration;
  if (metrics === undefined) return;
  // Where you come out is nobody's business who does not compare it.
  const tellsAddress = metrics.alerts?.homeAddress !== undefined;
  if (tellsAddress) {
    volumes.push(addressVolume.volume);
    gluetun.container.volumeMounts.push(addressVolume.mount);
  }
  const mounts = [
    ...(torrentPort === 'dynamic' ? [forwardedPortVolume.mount] : []),
    ...(tellsAddress ? [addressVolume.mount] : []),
  ];
  sidecars.push({
    ...draftContainer(name, declaration.gluetun.image),
    command: ['/bin/sh', '-c', 'eval "$SCRIPT"'],
    environment: {
      SCRIPT: script,
      METRICS_PORT: String(metrics.port),
      TUNNEL_INTERFACE: declaration.gluetun.tunnelInterface,
      TORRENT_PORT: String(torrentPort),
      ...(torrentPort === 'dynamic' ? { FORWARDED_PORT_FILE: statusFile } : {}),
      ...(tellsAddress ? { ADDRESS_FILE: `${addressVolume.mount.mountPath}/ip` } : {}),
    },
    ports: [{ name: metricsPort, containerPort: metrics.port, protocol: 'TCP' }],
    resources: { requests: { cpu: '5m', memory: '8Mi' }, limits: { memory: '32Mi' } },
    securityContext: { runAsUser: 65534, runAsGroup: 65534, runAsNonRoot: true, readOnlyRootFilesystem: true },
    volumeMounts: mounts.map((mount) => ({ ...mount, readOnly: true })),
  });
}

const prefix = 'podlock/loosened-';
/** Where a declared host shows. */
const locksOfHosts = ['egress-policy', 'firewall', 'uplink'];

/** Tells which locks the finished draft loosens, in whatever lock's part that was said. */
export function tellLoosenedLocks({ annotations, sidecars }: PodDraft): void {
  const container = sidecars.find((each) => each.name === name);
  if (container === undefined) return;
  const loosened = Object.keys(annotations).filter((annotation) => annotation.startsWith(prefix));
  const locks = loosened.map((annotation) => annotation.slice(prefix.length));
  const all = locks.flatMap((lock) => (lock === 'hosts' ? locksOfHosts : [lock]));
  container.environment['LOOSENED_LOCKS'] = [...new Set(all)].sort().join(' ');
}
