import type { Seen } from './seen';
import type { Survey } from './survey';

/**
 * One observation about one lock.
 * - `closed`: what was seen shows that it holds.
 * - `open`: what was seen shows a way out.
 * - `unknown`: it could not be seen.
 * - `note`: seen, and neither for nor against it.
 */
export interface Evidence {
  readonly state: 'closed' | 'open' | 'unknown' | 'note';
  /** What was seen, so that a person can look for it too: lower case, no final period. */
  readonly saw: string;
  /** What was seen open, where that is one port of one private host: `10.43.0.7:5432/TCP`. @default - something wider */
  readonly hole?: string | undefined;
  /** Why it is open on purpose, where the workload says so. @default - it is open by mistake */
  readonly because?: string | undefined;
}

/** Proves one lock on a running Pod, from what was seen of it. Pure. */
export type Probe = (survey: Survey) => readonly Evidence[];

export function closed(saw: string): Evidence {
  return { state: 'closed', saw };
}

export function open(saw: string, hole?: string): Evidence {
  return { state: 'open', saw, hole };
}

export function unknown(saw: string): Evidence {
  return { state: 'unknown', saw };
}

export function note(saw: string): Evidence {
  return { state: 'note', saw };
}

/** Judges what was seen, or says why it was not. */
export function judge<T>(seen: Seen<T>, what: string, look: (value: T) => readonly Evidence[]): readonly Evidence[] {
  return seen.kind === 'seen' ? look(seen.value) : [unknown(`${what}: ${seen.why}`)];
}
