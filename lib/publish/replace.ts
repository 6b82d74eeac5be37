import fs from 'node:fs';
import { join } from 'node:path';
import { saveLateArrivals } from './late-arrivals';
import type { Place } from './place';
import type { Plan } from './plan';
import { messageOf, PublishError } from './publish-error';
import { createRunFolder, findRunFolders, isAlive, type RunFolder, removeTree, replacedBy } from './run-folder';
import { stage } from './stage';
import type { SystemCalls } from './system-calls';

/**
 * Replaces a folder as planned, or throws and leaves it as it was.
 *
 * @returns warnings about what could not be tidied up afterwards
 */
export function replace(plan: Plan, place: Place, system: SystemCalls): readonly string[] {
  const run = createRunFolder(place);
  try {
    stage(plan, place.path, run.next);
    swap(run, place, system);
  } catch (error) {
    // When even the old folder could not be put back, the run folder holds it for the next publish.
    if (!fs.existsSync(run.old)) removeTree(run.path);
    throw error;
  }
  return dispose(run, place);
}

/**
 * Puts back or clears away what killed publishes left.
 *
 * @param alone whether it is certain that no other publish runs; if not, those whose process lives are left alone
 * @returns warnings about what could not be cleared away
 */
export function recover(place: Place, alone: boolean): readonly string[] {
  const dead = findRunFolders(place).filter((run) => alone || !isAlive(run));
  return dead.flatMap((run) => {
    if (fs.existsSync(run.old) && !fs.existsSync(place.path)) fs.renameSync(run.old, place.path);
    return dispose(run, place);
  });
}

function swap(run: RunFolder, place: Place, system: SystemCalls): void {
  if (run.replaces === 0n) {
    fs.renameSync(run.next, place.path);
  } else if (!system.exchange(run.next, place.path)) {
    // For a moment there is no dist/; a publish killed right then is mended by the next one. Whatever stopped the
    // exchange (no right, a mount point) stops the first rename too, and has a name there.
    fs.renameSync(place.path, run.old);
    try {
      fs.renameSync(run.next, place.path);
    } catch (error) {
      putBack(run, place);
      throw error;
    }
  }
}

function putBack(run: RunFolder, place: Place): void {
  try {
    fs.renameSync(run.old, place.path);
  } catch (error) {
    throw new PublishError(
      `${place.name}: was moved to ${run.old} and can neither be replaced nor put back; rename it back, or synth again`,
      { cause: error },
    );
  }
}

/** The new dist/ stands whatever happens here, so nothing here is an error. */
function dispose(run: RunFolder, place: Place): readonly string[] {
  try {
    const replaced = replacedBy(run);
    const stuck = replaced && fs.existsSync(place.path) ? saveLateArrivals(replaced, place.path) : [];
    if (replaced && stuck.length > 0) return stuck.map((path) => stuckWarning(join(replaced, path), place.name));
    // Once its list is gone, a replaced folder half removed would look like files that nobody listed.
    if (replaced) fs.renameSync(replaced, run.done);
    removeTree(run.path);
    return [];
  } catch (error) {
    return [`${run.path}: left over and cannot be removed: ${messageOf(error)}; delete it`];
  }
}

function stuckWarning(path: string, name: string): string {
  return `${path}: was put into ${name} while that was replaced, where a new file now stands; move it away or delete it`;
}
