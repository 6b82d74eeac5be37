import type { DeclarationInput } from '../../lib/declaration/schema';
import { exampleDeclaration, examplePod } from './example-declaration';

/** The example with what people put beside the client: an indexer, a library manager with its library, a database. */
export function mediaDeclaration() {
  return { ...exampleDeclaration(), pods: [mediaPod()] } satisfies DeclarationInput;
}

export function mediaPod() {
  const pod = examplePod();
  const runAs = { user: 1027, group: 100 };
  return {
    ...pod,
    storage: {
      ...pod.storage,
      volumes: [
        {
          name: 'music',
          mountPath: '/music',
          nfs: { server: 'nas.home.example', path: '/export/music' },
          readOnly: true,
        },
        { name: 'library', mountPath: '/library', hostPath: '/srv/library' },
      ],
    },
    metrics: {
      podMonitor: { labels: { release: 'prometheus' } },
      alerts: { labels: { release: 'prometheus' }, homeAddress: { series: 'router_wan_info', label: 'ip' } },
    },
    hosts: [
      {
        names: ['postgres', 'postgres.databases.svc.cluster.local'],
        service: {
          clusterIP: '10.43.0.77',
          namespace: 'databases',
          podLabels: { app: 'postgres', tier: 'db' },
          targetPort: 15432,
        },
        port: 5432,
        because: 'Sonarr and Prowlarr keep their data in our PostgreSQL',
      },
      { names: ['nas'], address: '192.168.1.7', port: 8096, because: 'Sonarr tells Jellyfin what is new' },
    ],
    companions: [
      {
        name: 'sonarr',
        image: 'lscr.io/linuxserver/sonarr:4.0.15',
        runAs,
        webUi: { port: 8989 },
        probe: { httpPath: '/ping' },
        storage: [{ name: 'config', mountPath: '/config', claim: { size: '2Gi' } }],
        shared: [
          { volume: 'downloads', mountPath: '/downloads' },
          { volume: 'library', mountPath: '/tv' },
        ],
      },
      {
        name: 'prowlarr',
        image: 'ghcr.io/home-operations/prowlarr:2.0.5',
        runAs: { user: 65534, group: 65534 },
        webUi: { port: 9696, service: { type: 'NodePort' } },
        environment: { PROWLARR__LOG__LEVEL: 'info' },
        secretEnvironment: { PROWLARR__AUTH__APIKEY: { secret: 'prowlarr', key: 'api-key' } },
        storage: [{ name: 'config', mountPath: '/config', existingClaim: 'prowlarr' }],
        readOnlyRoot: true,
        scratch: ['/tmp'],
      },
      {
        name: 'exporter',
        image: 'ghcr.io/martabal/qbittorrent-exporter:v1.13.4',
        runAs: { user: 65534, group: 65534 },
        metrics: { port: 8090 },
        environment: { QBITTORRENT_BASE_URL: 'http://127.0.0.1:8080', QBITTORRENT_USERNAME: 'admin' },
        secretEnvironment: { QBITTORRENT_PASSWORD: { secret: 'qbittorrent-login', key: 'password' } },
      },
      {
        name: 'watcher',
        image: `ghcr.io/someone/watcher@sha256:${'0a'.repeat(32)}`,
        runAs,
        command: ['/watch'],
        arguments: ['--folder', '/downloads'],
        probe: { command: ['/watch', '--check'] },
        shared: [{ volume: 'downloads', mountPath: '/downloads', readOnly: true }],
        timezone: 'Europe/Berlin',
        resources: { limits: { memory: '64Mi' }, requests: { memory: '16Mi' } },
      },
    ],
  } satisfies DeclarationInput['pods'][number];
}
