import type { DeclarationInput } from '../../lib';

type Pod = DeclarationInput['pods'][number];

/** The declaration that main.ts ships, but for what is overridden. */
export function exampleDeclaration(pod: Partial<Pod> = {}, rest: Partial<DeclarationInput> = {}): DeclarationInput {
  return {
    cluster: { name: 'home', ipv6: false },
    gitOps: { repository: 'https://git.example.org/you/homelab.git', branch: 'main' },
    pods: [
      {
        name: 'qbittorrent',
        namespace: 'downloads',
        torrentPort: 47148,
        vpn: {
          provider: 'airvpn',
          type: 'wireguard',
          addresses: ['10.191.158.14/32'],
          credentials: { secret: 'airvpn-wireguard' },
          servers: { names: ['Alderamin'] },
        },
        gluetun: { image: 'docker.io/qmcgaw/gluetun:v3.41.3' },
        client: {
          application: 'qbittorrent',
          image: 'lscr.io/linuxserver/qbittorrent:5.2.3',
          runAs: { user: 1027, group: 100 },
          webUi: { port: 8080, passwordSecret: 'qbittorrent-webui' },
        },
        storage: { config: { claim: { size: '1Gi' } }, downloads: { claim: { size: '500Gi' } } },
        ...pod,
      } as Pod,
    ],
    ...rest,
  };
}
