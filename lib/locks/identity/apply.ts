import type { Apply } from '../lock';

export const apply: Apply = ({ podSpec }) => {
  podSpec.automountServiceAccountToken = false;
  podSpec.enableServiceLinks = false;
  podSpec.shareProcessNamespace = false;
  podSpec.hostPID = false;
  podSpec.hostIPC = false;
};
