/** One thing wrong in a declaration. */
export interface Mistake {
  /** Where, as people write it: `pods[0].vpn.provider`. Empty for the declaration as a whole. */
  readonly path: string;
  /** What is wrong, what is allowed, the likely fix. Holds no secret. */
  readonly message: string;
}

/** A declaration that cannot be used. Carries every mistake, sorted by path; its message has one line for each. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';

  constructor(readonly mistakes: readonly Mistake[]) {
    super(mistakes.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
  }
}
