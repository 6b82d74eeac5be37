import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { decodeText } from '../check/decode-text';
import { explainFileError } from '../check/file-error';
import { ComposeError, fail, type Place } from './problem';

/** The largest file that is read, in bytes: compose files have some thousands. */
const LARGEST_FILE = 1024 * 1024;

/** A file as text, with the folder that its own relative paths start from. */
export interface ProjectFile {
  /** As errors name it. */
  readonly file: string;
  /** Absolute. */
  readonly folder: string;
  readonly text: string;
}

/**
 * The files of a compose project. What a compose file names must lie in the project's folder: a file from a stranger
 * could otherwise have one's own keys read.
 */
export class ProjectFiles {
  constructor(
    /** Absolute. */
    readonly folder: string,
  ) {}

  /**
   * A file that the user named on the command line, wherever it is.
   * @throws ComposeError
   */
  readNamed(path: string): ProjectFile {
    return { file: path, folder: dirname(resolve(path)), text: read(path, resolve(path)) };
  }

  /**
   * A file that a compose file names.
   * @param folder what its path is relative to, absolute
   * @throws ComposeError that names the place where it was asked for
   */
  readInside(path: string, folder: string, from: Place, key: string): ProjectFile {
    const absolute = isAbsolute(path) ? path : join(folder, path);
    this.refuseOutside(path, absolute, from, key);
    const shown = relative(this.folder, absolute);
    return { file: shown, folder: dirname(absolute), text: read(path, absolute, from, key) };
  }

  /** Whether a path of a compose file is a file of the project, not a folder and not something outside. */
  isFile(path: string, folder: string): boolean {
    const absolute = isAbsolute(path) ? path : join(folder, path);
    return this.isInside(absolute) && (statSync(absolute, { throwIfNoEntry: false })?.isFile() ?? false);
  }

  private refuseOutside(path: string, absolute: string, from: Place, key: string): void {
    if (this.isInside(absolute) && this.isInside(realPath(absolute))) return;
    fail(`"${path}" lies outside the project's folder, and only files of the project are read`, from, key);
  }

  private isInside(absolute: string): boolean {
    return [this.folder, realPath(this.folder)].some(
      (folder) => absolute === folder || absolute.startsWith(folder + sep),
    );
  }
}

/** Without symbolic links, as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function read(path: string, absolute: string, from?: Place, key?: string): string {
  try {
    const stat = statSync(absolute);
    if (!stat.isFile()) return fail(`"${path}" is no file`, from, key);
    if (stat.size > LARGEST_FILE) return fail(`"${path}" is larger than 1 MiB: that is no compose file`, from, key);
    const text = decodeText(readFileSync(absolute));
    if (typeof text === 'string') return text;
    return fail(`"${path}" ${text.message} (line ${text.line})`, from, key);
  } catch (error) {
    if (error instanceof ComposeError) throw error;
    return fail(`"${path}" ${explainFileError(absolute, error)}`, from, key);
  }
}
