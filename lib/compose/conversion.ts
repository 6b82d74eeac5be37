import { holdsSecret } from '../network/secret-look';
import { quote } from '../network/value-error';
import { Ledger } from './ledger';
import type { Project } from './load-project';
import type { Place, Problem } from './problem';
import { showMarks, unsetIn } from './unset';

/** What a user chooses about an import. */
export interface ImportOptions {
  /** The namespace of the Pods. */
  readonly namespace: string;
  /** What cluster.name of the declaration is. */
  readonly cluster: string;
  /** What becomes of volumes and folders. */
  readonly storage: StorageChoice;
  /** References of images, by the service's name, in the place of those of the files. */
  readonly images: ReadonlyMap<string, string>;
}

export type StorageChoice =
  | { readonly kind: 'claim' }
  /** Folders of the node. Relative ones are below `folder`, which is the project's folder on the compose host. */
  | { readonly kind: 'hostPath'; readonly folder: string }
  | { readonly kind: 'nfs'; readonly server: string; readonly path: string };

/**
 * - `fill in`: a value that the files do not have; main.ts has a stand-in that cannot work.
 * - `decided`: a choice made for the user.
 * - `was wrong`: a weakness of the original, and the lock that closes it now.
 * - `outside`: a service that is no part of a Pod, and what to do with it.
 */
export type NoteKind = 'fill in' | 'decided' | 'was wrong' | 'outside';

export interface Note {
  readonly kind: NoteKind;
  /** The service that it is about, where the message is said of several alike: `prowlarr`. */
  readonly subject?: string;
  /** Lower case, no final period. Never holds the value of a secret. */
  readonly message: string;
  readonly place?: Place;
  /** The lock that closes it now. */
  readonly lock?: string;
}

/** A text of the project, and where it stands. */
export interface Located {
  readonly text: string;
  readonly path: string;
  readonly place: Place;
  /** The text with the secrets that are marks in it, for the Secrets to make alone. @default - it has none */
  readonly revealed?: string;
}

/** A secret value that stands in the files, and the key of a Secret that it belongs into. */
export interface FoundSecret {
  readonly secret: string;
  readonly key: string;
  /** The text is the value, or for a variable that ends in _FILE the path of the file with it. */
  readonly variable: Located & { readonly name: string };
}

/** What an import gathers on its way. */
export class Conversion {
  readonly ledger = new Ledger();
  readonly notes: Note[] = [];
  readonly problems: Problem[] = [];
  readonly secrets: FoundSecret[] = [];
  private readonly unset = new Map<string, Located[]>();

  constructor(
    readonly project: Project,
    readonly options: ImportOptions,
  ) {}

  note(
    kind: NoteKind,
    message: string,
    { lock, place, subject }: { readonly place?: Place; readonly lock?: string; readonly subject?: string } = {},
  ): void {
    if (this.notes.some((note) => note.kind === kind && note.message === message && note.subject === subject)) return;
    this.notes.push({
      kind,
      message,
      ...(subject !== undefined && { subject }),
      ...(place !== undefined && { place }),
      ...(lock !== undefined && { lock }),
    });
  }

  problem(message: string, { path, place }: Located): void {
    this.problems.push({ message, path, place });
  }

  /**
   * A text whose value the declaration holds: every variable in it must be set.
   * @returns undefined where one is not, which is a problem then
   */
  needed(value: Located): string | undefined {
    const unset = unsetIn(value.text);
    if (unset.length === 0) return value.text.trim();
    for (const name of unset) this.unset.set(name, [...(this.unset.get(name) ?? []), value]);
    return undefined;
  }

  /** Everything that keeps the project from being imported; a variable that is not set is told once. */
  everyProblem(): readonly Problem[] {
    const missing = [...this.unset].flatMap(([name, [first, ...others]]): Problem[] => {
      if (first === undefined) return [];
      const { path, place } = first;
      if (this.project.secrets.isWithheld(name)) return [{ message: withheld(name), path, place }];
      const reason = this.project.reasons.get(name);
      const why = reason === undefined ? '' : ` ("${showMarks(reason)}")`;
      const more = others.length === 0 ? '' : `; needed in ${others.length + 1} places`;
      return [{ message: `the variable ${name} is not set${why}${more}`, path, place }];
    });
    if (missing.length === 0) return this.problems;
    if ([...this.unset.keys()].every((name) => this.project.secrets.isWithheld(name)))
      return [...missing, ...this.problems];
    const remedy = 'put what is not set into .env beside the file, or name its file with --env-file';
    return [...missing, ...this.problems, { message: remedy }];
  }
}

function withheld(name: string): string {
  return `the variable ${name} may be a secret, by its name or its value, and main.ts would show it: rename it, or write its value here`;
}

/** A value as a message may show it: what looks like a key is not shown. */
export function shown(text: string): string {
  return holdsSecret(text) ? 'what looks like a key' : quote(text);
}

/** What people write where something of their own belongs. */
const PLACEHOLDER =
  /^(?:x{2,}|\.{3}|<.*>|\[.*\]|redacted|todo|tbd|none|null|example|change.?(?:me|it|this)|replace.?(?:me|this)?|(?:your|my)[\s_-].*|.*[\s_-]here|key|ip|port|country|city|region|server|hostname|address(?:es)?|provider|user(?:name)?|password|secret|token|private.?key)$/i;

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim());
}
