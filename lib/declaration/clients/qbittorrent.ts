import { list } from '../../network/nearest';
import { ValueError } from '../../network/value-error';
import { CLIENT_KEYS } from '../foreign-keys';
import { imageRepository } from '../image-reference';
import { choiceLeaf, report, strictObject } from '../leaf';
import type { CommonClient, WebUi } from './client';
import { commonShape, runAsSchema, webUiSchema } from './common';

/** Who packed qBittorrent into the image: each has other users, ports and paths of settings. */
const PACKAGINGS = ['linuxserver', 'home-operations', 'hotio', 'official'] as const;
export type QbittorrentPackaging = (typeof PACKAGINGS)[number];

export interface QbittorrentClient extends CommonClient {
  readonly application: 'qbittorrent';
  readonly packaging: QbittorrentPackaging;
  readonly webUi: WebUi;
}

/** Repositories under any registry, and under any mirror that keeps their last two parts. */
const REPOSITORIES: Readonly<Record<QbittorrentPackaging, RegExp>> = {
  linuxserver: /(?:^|\/)linuxserver\/qbittorrent$/,
  'home-operations': /(?:^|\/)(?:home-operations|onedr0p)\/qbittorrent(?:-beta)?$/,
  hotio: /(?:^|\/)hotio\/qbittorrent$/,
  official: /(?:^|\/)qbittorrentofficial\/qbittorrent-nox$/,
};

/** Which kind of start each image has; the source of each fact stands in docs/clients.md. */
const MODES: Readonly<Record<QbittorrentPackaging, { readonly only?: 'user' | 'root'; readonly why: string }>> = {
  linuxserver: { why: '' },
  'home-operations': { only: 'user', why: "home-operations' image has no root mode" },
  hotio: { only: 'root', why: "hotio's image changes its own user at the start and then drops to it" },
  official: { why: '' },
};

const shape = {
  application: choiceLeaf(['qbittorrent']),
  ...commonShape(
    'qbittorrent',
    /^(?:TZ|PUID|PGID|WEBUI_PORTS?|TORRENTING_PORT|QBT_.*|S6_READ_ONLY_ROOT|HOME|XDG_.*|VPN_.*|PRIVOXY_.*|APP_DIR|CONFIG_DIR)$/,
  ),
  /**
   * Who packed the image.
   * @default - by the image's repository, where it is one of those that are known
   */
  packaging: choiceLeaf(PACKAGINGS).optional(),
  /** The user that the client is, and that owns its files. */
  runAs: runAsSchema,
  /** How people reach the client. */
  webUi: webUiSchema,
};

/** qBittorrent. */
export const qbittorrentSchema = strictObject(shape, CLIENT_KEYS)
  .superRefine(({ image, packaging, runAs }, context) => {
    const known = packagingOf(image);
    if (packaging === undefined && known === undefined) {
      const expected = `${list(PACKAGINGS, 'or')}: the image's repository does not tell who packed it`;
      report(context, { kind: 'missing', expected }, ['packaging']);
    }
    if (packaging !== undefined && known !== undefined && packaging !== known) {
      const error = new ValueError(packaging, `is not who packed this image, by its repository`, known);
      report(context, { kind: 'wrong', error }, ['packaging']);
    }
    const { only, why } = MODES[known ?? packaging ?? 'linuxserver'];
    if (only === undefined || only === runAs.mode) return;
    const fix = only === 'root' ? 'set root: true' : 'leave it out';
    const error = new ValueError(runAs.mode === 'root', `is not possible with this image: ${why}; ${fix}`);
    report(context, { kind: 'wrong', error }, ['runAs', 'root']);
  })
  .transform(
    ({ packaging, ...client }): QbittorrentClient => ({
      ...client,
      packaging: packaging ?? packagingOf(client.image) ?? 'linuxserver',
    }),
  );

function packagingOf(image: string): QbittorrentPackaging | undefined {
  const repository = imageRepository(image);
  return PACKAGINGS.find((packaging) => REPOSITORIES[packaging].test(repository));
}
