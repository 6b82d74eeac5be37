import type { AdmissionRule } from '../lock';

/** The full number of one release, as it stands or after a word that says so. */
const release = ':((version|release)-)?v?[0-9]+[.][0-9]+[.][0-9]+[^/:@]*(@.*)?$';

/** Behind a number, words for a branch or a channel of releases. */
const channel = '[-_.](latest|main|master|edge|nightly|unstable|develop|rolling)([-_.][^/:@]*)?(@.*)?$';

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      "variables.containers.all(c, c.image.matches('@sha256:[0-9a-f]{64}$') ||",
      `  (c.image.matches('${release}') && !c.image.matches('(?i)${channel}')))`,
    ].join('\n'),
    message: 'an image is not pinned to a release (a tag of a full version, or a digest)',
  },
  {
    expression: [
      // An empty value is no value in the API server.
      "variables.containers.all(c, c.?env.orValue([]).all(e, (!has(e.valueFrom) && e.?value.orValue('') == '') ||",
      `  !(e.name in ['DOCKER_MODS', 'INSTALL_PACKAGES', 'INSTALL_PIP_PACKAGES'])))`,
    ].join('\n'),
    message: 'a variable installs programs at each start that the image does not have',
  },
];
