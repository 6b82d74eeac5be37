import { set } from '../locked-manifests';
import type { Detail } from './detail';

const everyImage = 'whose tag moves to every new image';
const everyRelease = 'whose tag moves to every release of that number';
const noRelease = 'whose tag names no full release';
const digest = 'a'.repeat(64);

/** What comes after the name of an image, and why it moves; undefined where it names one image. */
const images: readonly (readonly [rest: string, why: string | undefined])[] = [
  ['', 'which has no tag and means latest'],
  [`@sha256:${digest}`, undefined],
  [`@sha256:${digest}0`, noRelease],
  [`@sha256:${digest.slice(1)}`, everyImage],
  [`:latest@sha256:${digest}`, undefined],
  [':5@sha256:abc', everyRelease],
  ...['dev', 'development-1.2.3', 'testing', 'stable-5.1.4', 'beta', 'alpha-1.0.0', 'BETA-5.1.4'].map(
    (tag) => [`:${tag}`, everyImage] as const,
  ),
  ...['5.1.4-latest', '5.1.4_main', '5.1.4.master', 'edge-5.1.4', 'Nightly.5.1.4', 'unstable_5.1.4'].map(
    (tag) => [`:${tag}`, everyImage] as const,
  ),
  ...['develop-5.1.4', '5.1.4-rolling', '5.1.4-edge-alpine', 'libtorrent', '_'].map(
    (tag) => [`:${tag}`, everyImage] as const,
  ),
  ...['5', 'v5', '5.1', '15.12', 'v15.12'].map((tag) => [`:${tag}`, everyRelease] as const),
  ...['5-alpine', '5.1-alpine', 'v5.x.1', 'release5.1.4', 'x5.1.4', 'x-release-5.1.4', '5.1.', 'vv5.1.4'].map(
    (tag) => [`:${tag}`, noRelease] as const,
  ),
  ...['5.1.4', 'v5.1.4', 'version-5.1.4', 'release-v5.1.4', '15.12.14', '5.1.4.5', '5.1.4-dev', '5.1.4-beta'].map(
    (tag) => [`:${tag}`, undefined] as const,
  ),
  ...['5.1.4-edgeless', '5.1.4-domain', '5.1.4-mainline'].map((tag) => [`:${tag}`, undefined] as const),
];

export const details: readonly Detail[] = [
  ...images.map(
    ([rest, why]): Detail => ({
      name: `an image is qbittorrent${rest}`,
      change: ({ client }) => set(client, 'image', `registry:5000/me/qbittorrent${rest}`),
      findings:
        why === undefined
          ? []
          : [
              `risk spec.template.spec.containers[0].image: qbittorrent runs registry:5000/me/qbittorrent${rest}, ${why}`,
            ],
    }),
  ),
  { name: 'a container has no image', change: ({ client }) => set(client, 'image', ''), findings: [] },
];
