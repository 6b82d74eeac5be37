import type { About } from '../lock';

export const about = {
  id: 'image-pin',
  leak: 'An image changes under a manifest that was checked.',
  severity: 'risk',
  remedy: 'Pin every image to a release tag, or better to a digest.',
} satisfies About;
