import { DeclarationError } from '../../lib/declaration/mistake';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import type { DeclarationInput } from '../../lib/declaration/schema';

/** The declaration that main.ts ships: one Pod behind AirVPN. */
export function exampleDeclaration() {
  return {
    cluster: { name: 'home', ipv6: false },
    gitOps: { repository: 'https://git.example.org/you/homelab.git', branch: 'main' },
    pods: [examplePod()],
  } satisfies DeclarationInput;
}

export function examplePod() {
  return {
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
    client: {
      application: 'qbittorrent',
      image: 'lscr.io/linuxserver/qbittorrent:5.1.4',
      runAs: { user: 1027, group: 100 },
      webUi: { port: 8080, passwordSecret: 'qbittorrent-webui' },
    },
    storage: { config: { claim: { size: '1Gi' } }, downloads: { claim: { size: '500Gi' } } },
  } satisfies DeclarationInput['pods'][number];
}

/** The example with other values; `undefined` takes a key away. Keys are written `pods.0.vpn.provider`. */
export function exampleWith(changes: Readonly<Record<string, unknown>>): unknown {
  const declaration: unknown = exampleDeclaration();
  for (const [path, value] of Object.entries(changes)) put(declaration, path.split('.'), value);
  return declaration;
}

function put(parent: unknown, [key = '', ...rest]: readonly string[], value: unknown): void {
  const object = parent as Record<string, unknown>;
  if (rest.length > 0) {
    object[key] ??= {};
    put(object[key], rest, value);
  } else if (value === undefined) delete object[key];
  else object[key] = value;
}

/** Every mistake as a line, or nothing if there is none. */
export function mistakesIn(declaration: unknown): readonly string[] {
  try {
    parseDeclaration(declaration);
    return [];
  } catch (error) {
    if (!(error instanceof DeclarationError)) throw error;
    return error.message.split('\n');
  }
}
