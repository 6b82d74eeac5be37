import type { Explanation } from '../lock';

export const about = {
  id: 'image-pin',
  leak: 'An image changes under a manifest that was checked.',
  severity: 'risk',
  remedy: 'Pin every image to a release tag, or better to a digest.',
  story:
    '7 of 33 real Pods take gluetun by a floating tag. FIREWALL stopped meaning anything with v3.39, DOT=off now switches the whole resolver off, and the public-IP route that some probes ask answers 401 since v3.41: a manifest can change what it does with no line of it changed. What DOCKER_MODS or INSTALL_PACKAGES bring into an image at each start is pinned by nobody.',
  example: `image: docker.io/qmcgaw/gluetun:v3.41.3 # better still with @sha256:…`,
} satisfies Explanation;
