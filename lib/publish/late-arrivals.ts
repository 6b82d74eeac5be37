import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { readList } from './file-list';
import { foldersOf } from './output-file';
import { foreignOf } from './plan';
import { scan } from './scan';

/**
 * Saves what somebody put into dist/ after it was read and before it was replaced: moves it to the new dist/.
 *
 * @returns the files that had to stay in the replaced folder, because a new file has their place
 */
export function saveLateArrivals(replaced: string, current: string): readonly string[] {
  const ours = readList(current).paths;
  const foreign = foreignOf(scan(replaced), readList(replaced).paths).filter((path) => !path.endsWith('/'));
  return foreign.filter((path) => {
    const late = join(replaced, path);
    const kept = join(current, path);
    if ([...foldersOf([path])].some((folder) => ours.has(folder))) return true;
    if (!isNews(late, kept, ours.has(path))) return false;
    return ours.has(path) || !move(late, kept);
  });
}

/**
 * Whether the file is neither the one that was kept, nor a copy of it, nor older than it. Where one of ours stands now,
 * age says nothing: it was made just before.
 */
function isNews(late: string, kept: string, ours: boolean): boolean {
  const now = fs.lstatSync(kept, { throwIfNoEntry: false, bigint: true });
  if (!now) return true;
  const then = fs.lstatSync(late, { bigint: true });
  if (!then.isFile() || !now.isFile() || now.ino === then.ino) return false;
  // Two files of one clock tick are of one age: then, too, somebody's file must not be lost.
  return (ours || then.mtimeNs >= now.mtimeNs) && !fs.readFileSync(late).equals(fs.readFileSync(kept));
}

function move(from: string, to: string): boolean {
  try {
    fs.mkdirSync(dirname(to), { recursive: true });
    fs.renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
