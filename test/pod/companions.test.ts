import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { Container, DeploymentSpec, KubernetesObject, ServiceSpec } from '../../lib/manifest/kubernetes';
import { guardScript } from '../../lib/pod/guard';
import { refuseOpenLocks } from '../../lib/synth/refuse-open-locks';
import { mediaDeclaration } from '../declaration/media-declaration';

const manifests = renderManifests(parseDeclaration(mediaDeclaration()));
const objects = manifests.pods.flat().flatMap(({ content }) => loadAll(content) as KubernetesObject[]);

function specsOf<Spec>(kind: string): readonly Spec[] {
  return objects.filter((object) => object.kind === kind).map((object) => object['spec'] as Spec);
}

const podSpec = specsOf<DeploymentSpec>('Deployment')[0]?.template.spec;
const init = podSpec?.initContainers ?? [];
const companions = (podSpec?.containers ?? []).filter(({ name }) => name !== 'qbittorrent');

function container(name: string): Container {
  const found = [...init, ...companions].find((each) => each.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

test('every lock of a Pod with companions is closed, but for the hosts that it declares', () => {
  expect(refuseOpenLocks(manifests).map(({ suppressed }) => suppressed?.because)).not.toContain(undefined);
});

test('companions start after the tunnel, and so do the containers that make their folders', () => {
  expect(companions.map(({ name }) => name)).toEqual(['exporter', 'prowlarr', 'sonarr', 'watcher', 'tunnel-metrics']);
  expect(init.map(({ name }) => name)).toEqual([
    'guard',
    'gluetun',
    'scratch-65534-65534',
    'scratch-1027-100',
    'configure',
  ]);
});

test('no companion has a capability, root, or the Secret with the VPN keys', () => {
  const added = [...companions, container('scratch-1027-100'), container('scratch-65534-65534')];
  for (const { securityContext, volumeMounts = [], env = [] } of added) {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { add: [], drop: ['ALL'] },
      privileged: false,
      runAsNonRoot: true,
    });
    expect(securityContext?.capabilities?.add).toEqual([]);
    expect(volumeMounts.map(({ name }) => name)).not.toContain('vpn-credentials');
    expect(JSON.stringify(env)).not.toContain('airvpn-wireguard');
  }
});

test('the ports of their WebUIs, and no others, pass guard, firewall, NetworkPolicy and Service', () => {
  const ports = [8080, 8090, 8989, 9696, 9713];
  const hosts = [
    { protocol: 'tcp' as const, address: '10.43.0.77', port: 5432 },
    { protocol: 'tcp' as const, address: '192.168.1.7', port: 8096 },
  ];
  const inbound = ports.map((port) => ({ protocol: 'tcp' as const, port }));
  expect(container('guard').command?.[2]).toBe(guardScript({ tunnelInterface: 'tun0', inbound, hosts }));
  expect(container('gluetun').env).toContainEqual({ name: 'FIREWALL_INPUT_PORTS', value: ports.join() });
  expect(specsOf('NetworkPolicy')).toMatchObject([
    { ingress: [{ ports: ports.map((port) => ({ protocol: 'TCP', port })) }] },
  ]);
  const [own, further] = specsOf<ServiceSpec>('Service');
  expect(own?.ports?.map(({ name, port }) => `${name} ${port}`)).toEqual([
    'webui 8080',
    'prowlarr 9696',
    'sonarr 8989',
    'torrent-tcp 47148',
    'torrent-udp 47148',
  ]);
  expect(further).toMatchObject({ type: 'NodePort', ports: [{ port: 9696, targetPort: 9696 }] });
});

test('a scratch folder is made by the user whose it will be', () => {
  const { command, securityContext } = container('scratch-1027-100');
  expect(command?.[2]).toContain("mkdir -p '/scratch/sonarr/run'");
  expect(securityContext).toMatchObject({ runAsUser: 1027, runAsGroup: 100 });
  expect(container('sonarr').volumeMounts).toContainEqual({
    name: 'companions-scratch',
    mountPath: '/run',
    subPath: 'sonarr/run',
  });
});

test('companions have their own volumes and those of the client by name, read-only where asked', () => {
  expect(container('sonarr').volumeMounts).toEqual(
    expect.arrayContaining([
      { name: 'sonarr--config', mountPath: '/config' },
      { name: 'downloads', mountPath: '/downloads' },
      { name: 'volume-library', mountPath: '/tv' },
    ]),
  );
  expect(container('watcher').volumeMounts).toEqual([{ name: 'downloads', mountPath: '/downloads', readOnly: true }]);
  expect(podSpec?.volumes).toEqual(
    expect.arrayContaining([
      { name: 'volume-library', hostPath: { path: '/srv/library', type: 'Directory' } },
      { name: 'sonarr--config', persistentVolumeClaim: { claimName: 'qbittorrent-sonarr-config' } },
    ]),
  );
});

test('a secret variable comes from its Secret, before the plain ones that may name it', () => {
  expect(container('prowlarr').env).toEqual([
    { name: 'PROWLARR__AUTH__APIKEY', valueFrom: { secretKeyRef: { name: 'prowlarr', key: 'api-key' } } },
    { name: 'PROWLARR__LOG__LEVEL', value: 'info' },
    { name: 'TZ', value: 'Etc/UTC' },
  ]);
});

test('each is asked in its own way whether it is ready', () => {
  const asked = companions.flatMap(({ readinessProbe }) => readinessProbe ?? []);
  expect(asked).toMatchObject([
    { tcpSocket: { port: 9696 } },
    { httpGet: { path: '/ping', port: 8989 } },
    { exec: { command: ['/watch', '--check'] } },
  ]);
});

test('hosts have their names in /etc/hosts', () => {
  expect(podSpec?.hostAliases).toEqual([
    { ip: '10.43.0.77', hostnames: ['postgres', 'postgres.databases.svc.cluster.local'] },
    { ip: '192.168.1.7', hostnames: ['nas'] },
  ]);
});
