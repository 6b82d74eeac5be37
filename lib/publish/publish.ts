import fs from 'node:fs';
import { exclusively } from './exclusive';
import { checkPaths, type OutputFile } from './output-file';
import { checkReplaceable, locate, type Place } from './place';
import { type Plan, plan } from './plan';
import { explain } from './publish-error';
import { recover, replace } from './replace';
import { findRunFolders } from './run-folder';
import { type SystemCalls, systemCalls } from './system-calls';

/** What a publish did. Paths are below the folder, sorted, with `/` between their parts. */
export interface PublishReport {
  /** As it was given. */
  readonly directory: string;
  /** New or with another content. */
  readonly written: readonly string[];
  /** How many files were there already, byte for byte. */
  readonly unchanged: number;
  /** Written by an earlier publish, not part of this one. */
  readonly removed: readonly string[];
  /** Never written by Podlock and left alone; an empty folder ends in `/`. */
  readonly foreign: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Makes a folder hold exactly these files, beside those that Podlock never wrote. Whoever looks sees the old folder or
 * the new one, never a mixture, also when this process is killed. If nothing changes, nothing is written.
 *
 * @param directory a folder, a symlink to one, or a place where one can be made
 * @param system @default - those of this platform
 * @throws PublishError when the folder cannot be replaced or a foreign file is in the way; it is then as it was
 * @throws Error on paths that no folder could hold: a mistake of the caller
 */
export function publish(files: readonly OutputFile[], directory: string, system = systemCalls): PublishReport {
  checkPaths(files);
  try {
    return publishTo(locate(directory), files, system);
  } catch (error) {
    throw explain(error, directory);
  }
}

function publishTo(place: Place, files: readonly OutputFile[], system: SystemCalls): PublishReport {
  const glance = findRunFolders(place).length === 0 ? glanceAt(files, place) : undefined;
  if (glance?.changes === false) return report(glance, place, []);
  fs.mkdirSync(place.parent, { recursive: true });
  return exclusively(place.parent, system, (alone) => {
    const warnings = recover(place, alone);
    checkReplaceable(place);
    const current = plan(files, place.path, place.name);
    return report(current, place, [...warnings, ...(current.changes ? replace(current, place, system) : [])]);
  });
}

/** A plan made without waiting for others, or nothing: another publish may replace the folder while it is read. */
function glanceAt(files: readonly OutputFile[], place: Place): Plan | undefined {
  try {
    return plan(files, place.path, place.name);
  } catch {
    return undefined;
  }
}

function report(plan: Plan, place: Place, warnings: readonly string[]): PublishReport {
  return {
    directory: place.name,
    written: plan.written.map((file) => file.path),
    unchanged: plan.unchanged.length,
    removed: plan.removed,
    foreign: plan.foreign,
    warnings,
  };
}
