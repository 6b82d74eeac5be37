import { synthesize } from './lib';

synthesize({
  cluster: { name: 'home', ipv6: false },
  gitOps: { repository: 'https://git.example.org/you/homelab.git', branch: 'main' },
  pods: [
    {
      name: 'qbittorrent',
      namespace: 'downloads',
      // The port that AirVPN forwards to you. It reaches the client, the tunnel's firewall and the Service from here.
      torrentPort: 47148,
      vpn: {
        provider: 'airvpn',
        type: 'wireguard',
        addresses: ['10.191.158.14/32'],
        // A Secret with the keys wireguard_private_key and wireguard_preshared_key.
        credentials: { secret: 'airvpn-wireguard' },
        servers: { names: ['Alderamin'] },
      },
      gluetun: { image: 'docker.io/qmcgaw/gluetun:v3.41.3' },
      client: {
        application: 'qbittorrent',
        image: 'lscr.io/linuxserver/qbittorrent:5.2.3',
        runAs: { user: 1027, group: 100 },
        // A Secret with the key password-pbkdf2, made by: npx podlock webui-password
        webUi: { port: 8080, passwordSecret: 'qbittorrent-webui' },
      },
      storage: {
        config: { claim: { size: '1Gi' } },
        downloads: { claim: { size: '500Gi' } },
      },
    },
  ],
});
