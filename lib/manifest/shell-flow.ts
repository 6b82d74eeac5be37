/**
 * The commands that have certainly run, and succeeded, by the time that a script is at some place: a bit for each.
 * Undefined: the script never gets there.
 */
export type Facts = bigint | undefined;

/** A place in a script, by how the last command ended there. */
export interface Flow {
  readonly succeeded: Facts;
  readonly failed: Facts;
}

export const nothing: Flow = { succeeded: undefined, failed: undefined };

/** Where two ways meet, only that is certain which both have done. */
export function join(one: Facts, other: Facts): Facts {
  if (one === undefined) return other;
  return other === undefined ? one : one & other;
}

export function joinFlows(one: Flow, other: Flow): Flow {
  return { succeeded: join(one.succeeded, other.succeeded), failed: join(one.failed, other.failed) };
}

export function success(facts: Facts): Flow {
  return { succeeded: facts, failed: undefined };
}

export function failure(facts: Facts): Flow {
  return { succeeded: undefined, failed: facts };
}

/** A command that may end either way. */
export function either(facts: Facts): Flow {
  return { succeeded: facts, failed: facts };
}

export function reached({ succeeded, failed }: Flow): Facts {
  return join(succeeded, failed);
}

/** Collects the ways that lead to one place: to the end of a function, of a loop, of a script. */
export class Meeting {
  flow: Flow = nothing;

  add(flow: Flow): void {
    this.flow = joinFlows(this.flow, flow);
  }
}
