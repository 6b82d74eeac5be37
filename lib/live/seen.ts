/** Something that was looked at, or why nobody saw it. */
export type Seen<T> =
  | { readonly kind: 'seen'; readonly value: T }
  /** `why` is the end of a sentence that begins with what was to be seen. */
  | { readonly kind: 'unseen'; readonly why: string };

export function seen<T>(value: T): Seen<T> {
  return { kind: 'seen', value };
}

export function unseen(why: string): Seen<never> {
  return { kind: 'unseen', why };
}
