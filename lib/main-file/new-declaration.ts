import { isOpenvpnProvider, isWireguardProvider, type Provider, providerFacts } from '../declaration/providers';
import { Remark, type SourceObject } from './main-file';

/** What somebody without a compose file is asked. */
export interface Answers {
  readonly provider: Provider;
  readonly type: 'wireguard' | 'openvpn';
  /** The tunnel's own address, for WireGuard. @default - a stand-in, to be filled in */
  readonly address?: string;
  /** A port that the provider forwards for good; `dynamic`: another one at each start; `none`. */
  readonly torrentPort: number | 'dynamic' | 'none';
  readonly client: ClientName;
  readonly storage: Storage;
  readonly webUi: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Who applies dist/. @default - somebody by hand */
  readonly controller?: 'argocd' | 'flux';
  /** The git repository that the controller reads. @default - nothing is written for Argo CD and Flux */
  readonly repository?: string;
  readonly namespace: string;
  readonly timezone: string;
}

/** The clients that can be asked for, each with a release that it is designed for and the port of its WebUI. */
export const CLIENTS = {
  qbittorrent: { image: 'lscr.io/linuxserver/qbittorrent:5.2.3', port: 8080 },
  transmission: { image: 'lscr.io/linuxserver/transmission:4.0.6', port: 9091 },
  deluge: { image: 'lscr.io/linuxserver/deluge:2.2.0', port: 8112 },
} as const;
export type ClientName = keyof typeof CLIENTS;

type Storage =
  | { readonly kind: 'claim'; readonly size: string }
  | { readonly kind: 'hostPath'; readonly folder: string }
  | { readonly kind: 'nfs'; readonly server: string; readonly path: string };

/** The types of tunnel that gluetun has for a provider, the better one first. */
export function tunnelTypes(provider: Provider): readonly ('wireguard' | 'openvpn')[] {
  return [
    ...(isWireguardProvider(provider) ? (['wireguard'] as const) : []),
    ...(isOpenvpnProvider(provider) ? (['openvpn'] as const) : []),
  ];
}

/** Providers with which gluetun forwards a port anew at each start (gluetun v3.41.3, VPN_PORT_FORWARDING). */
const FORWARDING: readonly Provider[] = ['private internet access', 'protonvpn', 'privatevpn', 'perfect privacy'];

export function forwardsPorts(provider: Provider): boolean {
  return FORWARDING.includes(provider);
}

/** The declaration of one Pod, as `podlock init` writes it. */
export function newDeclaration(answers: Answers): SourceObject {
  const { client, namespace, repository, timezone, torrentPort } = answers;
  return {
    cluster: { name: 'home', ipv6: false },
    gitOps: repository === undefined ? undefined : { repository, branch: 'main' },
    pods: [
      {
        name: client,
        namespace,
        torrentPort,
        vpn: vpn(answers),
        client: {
          application: client,
          image: CLIENTS[client].image,
          runAs: new Remark('Who owns the files: `id -u` and `id -g` of that user.', { user: 1000, group: 1000 }),
          timezone: timezone === 'Etc/UTC' ? undefined : timezone,
          webUi: {
            port: CLIENTS[client].port,
            passwordSecret: `${client}-webui`,
            loginSecret: torrentPort === 'dynamic' ? `${client}-login` : undefined,
            service: answers.webUi === 'ClusterIP' ? undefined : { type: answers.webUi },
          },
        },
        storage: storage(answers.storage),
      },
    ],
  };
}

function vpn(answers: Answers): SourceObject {
  const { client, provider, type } = answers;
  const secret = `${client}-vpn`;
  const isCustom = provider === 'custom';
  const address = new Remark("FILL IN: the server's IP address. This one is nobody's.", '203.0.113.1');
  if (type === 'wireguard') {
    return {
      provider,
      type,
      addresses:
        answers.address === undefined
          ? new Remark("FILL IN: Address of the provider's WireGuard file.", ['10.64.0.2/32'])
          : [answers.address],
      credentials: { secret },
      endpoint: isCustom ? { address, port: 51820 } : undefined,
      publicKey: isCustom
        ? new Remark("FILL IN: PublicKey of the provider's WireGuard file.", `${'A'.repeat(43)}=`)
        : undefined,
    };
  }
  return {
    provider,
    type,
    protocol: isCustom ? 'udp' : undefined,
    credentials: { secret },
    endpoint: isCustom ? { address, port: 1194 } : undefined,
  };
}

/** The keys that the VPN's Secret must have. */
export function vpnKeys({ provider, type }: Answers): readonly string[] {
  const { openvpn, wireguard } = providerFacts(provider);
  if (type === 'wireguard') {
    return ['wireguard_private_key', ...(wireguard?.presharedKey === 'required' ? ['wireguard_preshared_key'] : [])];
  }
  const keys: Readonly<Record<string, readonly string[]>> = {
    login: ['openvpn_user', 'openvpn_password'],
    'login-or-account-id': ['openvpn_user', 'openvpn_password'],
    'client-certificate': ['openvpn_clientcrt'],
    'client-key': ['openvpn_clientkey'],
    'encrypted-key': ['openvpn_encrypted_key', 'openvpn_key_passphrase'],
    'configuration-file': ['openvpn_config'],
  };
  return (openvpn?.credentials ?? []).flatMap((credential) => keys[credential] ?? []);
}

function storage(choice: Storage): SourceObject {
  switch (choice.kind) {
    case 'claim':
      return { config: { claim: { size: '1Gi' } }, downloads: { claim: { size: choice.size } } };
    case 'hostPath':
      return { config: { hostPath: `${choice.folder}/config` }, downloads: { hostPath: `${choice.folder}/downloads` } };
    case 'nfs':
      return {
        config: { nfs: { server: choice.server, path: `${choice.path}/config` } },
        downloads: { nfs: { server: choice.server, path: `${choice.path}/downloads` } },
      };
  }
}
