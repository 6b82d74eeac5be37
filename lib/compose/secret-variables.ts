import { mayBeSecret } from './secret-words';

/** Which variables of a project stand for secrets. Their values stay out of every text that main.ts or a message may show. */
export class SecretVariables {
  /** Variables whose values were made of secret ones, as in `URL=redis://:${PASSWORD}@cache`. */
  private readonly made = new Set<string>();
  private readonly withheld = new Set<string>();

  /** Says that a variable's value has a secret one in it, whatever its name. */
  add(name: string): void {
    this.made.add(name);
  }

  hasSecretInside(name: string): boolean {
    return this.made.has(name);
  }

  /** Whether the variable's mark stands for a secret, not for a variable that is not set. */
  isWithheld(name: string): boolean {
    return this.made.has(name) || this.withheld.has(name);
  }

  /** Whether the value has to be withheld, by the variable's name or by what it looks like. */
  isSecret(name: string, value: string): boolean {
    if (!this.made.has(name) && (isNoSecret(name, value) || !mayBeSecret(name, value))) return false;
    this.withheld.add(name);
    return true;
  }
}

/** Names that say what kind of value it is, with a value of that kind: `SECRETS_DIR=/srv/secrets`. */
const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:DIR|DIRECTORY|FOLDER|PATH|FILE)$/i, /^(?:~|\.{0,2}\/)/],
  [/(?:PORT|UID|GID)$/i, /^\d{1,5}$/],
  [/PUB(?:LIC)?_?KEY$/i, /^[A-Za-z0-9+/]{43}=$/],
  [/(?:IP|ADDRESS(?:ES)?|SUBNETS?)$/i, /^[\d.,/ ]+$/],
];

function isNoSecret(name: string, value: string): boolean {
  return KINDS.some(([names, values]) => names.test(name) && values.test(value));
}
