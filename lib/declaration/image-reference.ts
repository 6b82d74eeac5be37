import { ValueError } from '../network/value-error';

const HOST = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\d{1,5})?`;
const PATH_PART = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const REFERENCE = new RegExp(
  `^(?<repository>(?:${HOST}/)?${PATH_PART}(?:/${PATH_PART})*)` +
    `(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

/** The tag of one release: of fewer than three numbers a registry keeps publishing newer images. */
const RELEASE_TAG = /^(?:version-|release-)?v?\d+\.\d+\.\d+/;
/** What a tag says that moves all the same, as in `5.1.4-nightly`. */
const MOVING_WORD = /[._-](?:latest|nightly|edge|rolling|unstable|develop|master|main)(?:[._-]|$)/i;

const LONGEST_REFERENCE = 512;
const ALLOWED = 'allowed are "repository:tag", "repository:tag@sha256:…" and "repository@sha256:…"';

/** Programs that people put in the place of each other; a name in the image's last part says which it is. */
const PROGRAMS = {
  qbittorrent: /qbittorrent|qbt(?![a-z])/,
  gluetun: /gluetun/,
  transmission: /transmission/,
  deluge: /deluge/,
  rtorrent: /r(?:u)?torrent/,
  'another client': /torrent|aria2|biglybt|tixati|rqbit|sabnzbd|nzbget/,
  // Whatever its name is not above.
  'another program': /(?!)/,
} as const;

/** A program whose image can be asked for. */
export type ImageProgram = 'qbittorrent' | 'gluetun' | 'transmission' | 'deluge' | 'rtorrent' | 'another program';

/**
 * A reference to a container image that stays what it is: with the tag of a release, or a digest.
 * @throws ValueError
 */
function parseImageReference(value: unknown): string {
  const groups =
    typeof value === 'string' && value.length <= LONGEST_REFERENCE ? REFERENCE.exec(value)?.groups : undefined;
  if (typeof value !== 'string' || groups === undefined) {
    throw new ValueError(value, `is not the reference of an image: ${ALLOWED}`);
  }
  const { digest, tag } = groups;
  if (digest !== undefined) return value;
  if (tag === undefined) throw new ValueError(value, `has neither tag nor digest: ${ALLOWED}`);
  if (RELEASE_TAG.test(tag) && !MOVING_WORD.test(tag)) return value;
  const allowed = 'take that of a release, with three numbers as in "5.1.4" or "v3.41.3", or a digest';
  throw new ValueError(value, `has the tag "${tag}", which may change under you: ${allowed}`);
}

/**
 * The image of one program. A mirror may call it as it likes, but not by the name of another program.
 * @throws ValueError
 */
export function parseImageOf(program: ImageProgram, value: unknown): string {
  const image = parseImageReference(value);
  const name = programName(image);
  if (PROGRAMS[program].test(name)) return image;
  const other = Object.entries(PROGRAMS).find(([, pattern]) => pattern.test(name))?.[0];
  if (other === undefined || (program === 'another program' && other === 'another client')) return image;
  throw new ValueError(image, `is an image of ${other}, by its name: here stands that of ${program}`);
}

/** An image's name with its registry, without tag and digest. */
export function imageRepository(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}

function programName(image: string): string {
  return imageRepository(image).split('/').at(-1) ?? '';
}

const TORRENT_CLIENT = /r?torrent|qbt(?![a-z])|transmission|deluge|aria2|biglybt|tixati|rqbit/;
/** Programs that serve a client of that name and are none. */
const SERVES_A_CLIENT = /exporter|manage|helper|port-?(?:sync|update|forward)|natpmp/;

/** Whether a name stands for a torrent client. `podlock check` goes by the same names. */
export function isTorrentClient(name: string): boolean {
  return TORRENT_CLIENT.test(name) && !SERVES_A_CLIENT.test(name);
}

/**
 * The image of a companion: neither a second gluetun, which would take the tunnel from the first, nor a torrent client.
 * @throws ValueError
 */
export function parseCompanionImage(value: unknown): string {
  const image = parseImageReference(value);
  const name = programName(image);
  if (/^gluetun(?![a-z0-9])/.test(name) && !/^gluetun-(?:web|monitor|exporter)/.test(name)) {
    throw new ValueError(image, 'is an image of gluetun, and a Pod has one only');
  }
  if (!isTorrentClient(name)) return image;
  throw new ValueError(
    image,
    `is an image of a torrent client, by its name, and a Pod has one only: it goes into "client", where it is bound to the ` +
      'tunnel by its own settings; a second one needs a Pod of its own, with a tunnel of its own',
  );
}

/** Whether the image starts by linuxserver's s6-overlay, which demands a /run that belongs to its user. */
export function isSixOverlay(image: string): boolean {
  return /(?:^|\/)linuxserver\//.test(image);
}
