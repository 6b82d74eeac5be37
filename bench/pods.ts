import type { DeclarationInput } from '../lib';

/** A declaration of so many Pods in ten namespaces, each as main.ts ships it but for its names. */
export function declarationOf(count: number): DeclarationInput {
  return {
    cluster: { name: 'home', ipv6: false },
    gitOps: { repository: 'https://git.example.org/you/homelab.git', branch: 'main' },
    pods: Array.from({ length: count }, (_, index) => ({
      name: `qbittorrent-${index}`,
      namespace: `downloads-${index % 10}`,
      torrentPort: 10_000 + index,
      vpn: {
        provider: 'airvpn',
        type: 'wireguard',
        addresses: ['10.191.158.14/32'],
        credentials: { secret: `airvpn-wireguard-${index}` },
        servers: { names: ['Alderamin'] },
      },
      client: {
        application: 'qbittorrent',
        image: 'lscr.io/linuxserver/qbittorrent:5.2.3',
        runAs: { user: 1027, group: 100 },
        webUi: { port: 8080, passwordSecret: 'qbittorrent-webui' },
      },
      storage: { config: { claim: { size: '1Gi' } }, downloads: { claim: { size: '500Gi' } } },
    })),
  };
}
