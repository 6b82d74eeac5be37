import { insteadOfDefaults, podlock } from '../podlock';

/** How one lock stands, in the words of `podlock verify --json`. */
export interface Verdict {
  readonly lock: string;
  readonly state: string;
  readonly evidence: readonly { readonly state: string; readonly saw: string }[];
}

/** What a verify of one namespace said. */
export interface Report {
  readonly code: number;
  readonly locks: readonly Verdict[];
  readonly errors: readonly string[];
}

/** Runs `podlock verify --json`. */
export async function verify(namespace: string, ...more: string[]): Promise<Report> {
  const args = ['verify', '-n', namespace, '--json', ...insteadOfDefaults, ...more];
  const { code, output, errors } = await podlock(args);
  if (output === '') throw new Error(`podlock verify: exit ${code}\n${errors}`);
  const { pods, errors: failures } = JSON.parse(output) as {
    pods: { locks: Verdict[] }[];
    errors: string[];
  };
  return { code, locks: pods.flatMap(({ locks }) => locks), errors: failures };
}

/** The locks in a state. */
export const named = (locks: readonly Verdict[], state: string) =>
  locks.filter((lock) => lock.state === state).map(({ lock }) => lock);

/** What was seen of a lock, for one state. */
export const sightings = ({ locks }: Report, lock: string, state: string) =>
  (locks.find((each) => each.lock === lock)?.evidence ?? [])
    .filter((each) => each.state === state)
    .map(({ saw }) => saw);
