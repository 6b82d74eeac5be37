import type { About } from '../lock';

export const about = {
  id: 'admission',
  leak: 'Someone applies a Pod to this namespace that lacks the locks, and nobody notices.',
  severity: 'advice',
  remedy: 'Bind a ValidatingAdmissionPolicy to the namespace that refuses Pods with an open lock.',
} satisfies About;
