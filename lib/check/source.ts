/** The text of one file, or of standard input. */
export interface Source {
  /** The name as the user gave it, or `<stdin>`. */
  readonly file: string;
  readonly text: string;
}

/** Something that keeps a check from telling: exit code 2. */
export interface InputError {
  readonly reason: ErrorReason;
  /** What is: lower case, no final period. */
  readonly message: string;
  /** What to do: one sentence. */
  readonly remedy: string;
  /** @default - it is about the input as a whole */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
}

type ErrorReason =
  /** A file that does not exist, may not be read, is too large, or is no text. */
  | 'unreadable-file'
  /** A document that is no YAML, or that parsers read differently. */
  | 'unreadable-document'
  /** What makes the manifests, instead of the manifests. */
  | 'not-rendered'
  | 'no-vpn-pod'
  | 'rule-crashed';
