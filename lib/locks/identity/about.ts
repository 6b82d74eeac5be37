import type { About } from '../lock';

export const about = {
  id: 'identity',
  leak: "A compromised client talks to the API server with the Pod's token, or reaches other processes through a shared namespace.",
  severity: 'risk',
  remedy:
    'Set automountServiceAccountToken and enableServiceLinks to false, and share no process, IPC or host namespace.',
} satisfies About;
