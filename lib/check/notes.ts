/** Findings that are about the input and not about a lock: shown, but no threshold counts them. */
const notes: Readonly<Record<string, string>> = {
  'not-kubernetes': 'A document that is no Kubernetes object was skipped.',
  'not-rendered':
    'A HelmRelease, an Argo CD Application or a Kustomization stands for manifests that the input does not have. If it names gluetun, the check ends with exit code 2.',
  'applies-input':
    'An Argo CD Application, an ApplicationSet or a Flux Kustomization applies a folder just as it is, and a folder of that path is in the input: it was checked, if it is the one of the repository that is named.',
};

/** Findings about a workload that no lock makes. */
const others: Readonly<Record<string, string>> = {
  suppression: 'An annotation that loosens a lock gives no reason or names no lock, so it does not count.',
  'rule-crashed': 'A check failed by a fault of Podlock. Exit code 2, and please report it.',
};

export function isNote(lock: string): boolean {
  return Object.hasOwn(notes, lock);
}

/** Every id in a finding's `lock` that is no lock's, and what it means. */
export const findingsWithoutLock: readonly (readonly [id: string, meaning: string])[] = [
  ...Object.entries(others),
  ...Object.entries(notes),
];
