import type { Apply } from '../lock';

/** Says what is already the default, so that a change of it shows in the diff. */
export const apply: Apply = ({ podSpec }) => {
  podSpec.hostNetwork = false;
};
