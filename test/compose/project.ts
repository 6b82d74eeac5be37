import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ImportChoices, type ImportedProject, importCompose } from '../../lib/compose/import-compose';

/** What the command line chooses unless told otherwise. */
export const choices: ImportChoices = {
  namespace: 'downloads',
  cluster: 'home',
  storage: { kind: 'claim' },
  images: new Map(),
  profiles: [],
  gates: [],
};

/** Runs something in a folder with these files, which is gone afterwards. */
export function inFolder<Result>(files: Readonly<Record<string, string>>, run: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'podlock-compose-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Imports the file `compose.yml` of these, or those named. */
export function imported(
  files: Readonly<Record<string, string>>,
  { paths = ['compose.yml'], ...chosen }: Partial<ImportChoices> & { readonly paths?: readonly string[] } = {},
): ImportedProject {
  return inFolder(files, (folder) =>
    importCompose(
      { paths: paths.map((path) => join(folder, path)), environment: new Map() },
      { ...choices, ...chosen },
    ),
  );
}

/** Why these files cannot be imported, without the folder's name. */
export function refusal(files: Readonly<Record<string, string>>, chosen: Parameters<typeof imported>[1] = {}): string {
  return inFolder(files, (folder) => {
    try {
      const paths = (chosen.paths ?? ['compose.yml']).map((path) => join(folder, path));
      importCompose({ paths, environment: new Map() }, { ...choices, ...chosen });
    } catch (error) {
      if (error instanceof Error) return error.message.replaceAll(`${folder}/`, '');
    }
    throw new Error('it was imported');
  });
}

/** The smallest project that is imported. */
export const smallest = `services:
  gluetun:
    image: qmcgaw/gluetun:v3.41.3
    environment: { VPN_SERVICE_PROVIDER: mullvad, VPN_TYPE: wireguard, WIREGUARD_ADDRESSES: 10.64.3.4/32, WIREGUARD_PRIVATE_KEY: x }
  qbittorrent:
    image: lscr.io/linuxserver/qbittorrent:5.2.3
    network_mode: service:gluetun
    environment: { PUID: 1000, PGID: 1000 }
    volumes: ["config:/config", "downloads:/downloads"]
`;

/** The committed fixtures, each with the .env that it needs. */
export const fixtures: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'arr-stack.yml': { '.env': 'UNUSED=1' },
  'proton.yml': { '.env': 'SONARR_KEY=not-a-key', 'secrets/openvpn_password.txt': 'not-a-password' },
  'no-client.yml': {},
  'two-gates.yml': {},
};

export function fixture(name: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(__dirname, '../fixtures/compose', name), 'utf8');
  return { ...fixtures[name], 'compose.yml': text };
}
