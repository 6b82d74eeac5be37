import { loadAll } from 'js-yaml';
import type { ExposureInput } from '../lib/declaration/exposure-schema';
import type { KubernetesObject } from '../lib/manifest/kubernetes';
import { allClusters, parseClusters } from '../lib/synth/clusters';
import { renderManifests } from '../lib/synth/render-manifests';
import { exampleDeclaration, examplePod, exampleWith } from './declaration/example-declaration';
import { mediaDeclaration } from './declaration/media-declaration';
import { sealedSecretFile } from './secrets/encrypted-files';

/** All objects of the declarations of one or several clusters. */
export function objectsOf(
  declarations: readonly unknown[],
  secretFiles?: ReadonlyMap<string, string>,
): KubernetesObject[] {
  const { pods, gitOps } = allClusters(parseClusters(declarations).map((each) => renderManifests(each, secretFiles)));
  return [...pods.flat(), ...gitOps].flatMap(({ content }) => loadAll(content) as KubernetesObject[]);
}

const host = 'torrents.example.org';
const proxy = { namespace: 'gateways', labels: { app: 'envoy' } };
const login = { by: 'authelia', address: 'http://authelia.auth.svc', controller: 'traefik' } as const;
const gateway = { name: 'web', namespace: 'gateways', section: 'https' };
const exposures: readonly ExposureInput[] = [
  { by: 'ingress', host, tls: { secret: 'torrents-tls', clusterIssuer: 'letsencrypt' } },
  { by: 'ingress', host, login: { ...login, by: 'authentik' } },
  { by: 'gateway', host, gateway, proxy },
  { by: 'gateway', host, gateway, login, proxy },
  { by: 'gateway', host, gateway, login: { ...login, by: 'oauth2-proxy' }, proxy },
  { by: 'tailscale', machine: 'torrents' },
  { by: 'cloudflareTunnel', host, tokenSecret: 'tunnel', access: { team: 'example', audience: '0a1b'.repeat(16) } },
  { by: 'cloudflareTunnel', host, tokenSecret: 'tunnel', access: { team: 'example', audience: '0a1b'.repeat(16) } },
  { by: 'otherProxy', host, proxy },
  { by: 'loadBalancer' },
  { by: 'loadBalancer', implementation: 'metallb', address: '192.168.1.240' },
];

/** Objects that between them are of every kind that dist/ can hold. */
export function everyKind(): KubernetesObject[] {
  const cabin = exampleWith({
    'cluster.name': 'cabin',
    'gitOps.credentialsSecret': 'homelab-git',
    pods: exposures.map((expose, index) => ({
      ...examplePod(),
      name: `torrents-${index}`,
      torrentPort: 47148 + index,
      expose,
    })),
  });
  const media = { ...mediaDeclaration(), gitOps: { artifact: 'oci://ghcr.io/you/homelab', tag: 'latest' } };
  const store = { name: 'vault', kind: 'ClusterSecretStore' };
  const webUi = { name: 'qbittorrent-webui', externalSecret: { store, remoteKey: 'downloads/webui' } };
  const secrets = exampleWith({
    'pods.0.vpn.credentials.secret': { name: 'airvpn-wireguard', sealedSecret: 'airvpn.yaml' },
    'pods.0.client.webUi.passwordSecret': webUi,
  });
  return [
    ...objectsOf([exampleDeclaration(), cabin]),
    ...objectsOf([media]),
    ...objectsOf([secrets], new Map([['airvpn.yaml', sealedSecretFile()]])),
  ];
}
