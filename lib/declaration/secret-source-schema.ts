import { z } from 'zod';
import { parseDnsSubdomain } from '../network/host-name';
import { list, nearest } from '../network/nearest';
import { dispatch, type PlainObject } from './dispatch';
import { externalSecretSchema } from './external-secret-schema';
import { type IssueSink, leaf, passOn, report, strictObject } from './leaf';
import { parseSecretFile } from './secret-file-path';
import { sketch } from './sketch';

/** A Secret's name, or its name and where its keys come from. */
export type SecretSourceInput =
  /** The name of a Secret that is in the cluster already, made by hand: `npx podlock secret`. */
  | string
  | {
      /** What the Secret is called in the Pod's namespace. */
      readonly name: string;
      /** From a store that External Secrets Operator reads: Vault, 1Password and others (external-secrets.io/v1). */
      readonly externalSecret: z.input<typeof externalSecretSchema>;
    }
  | {
      readonly name: string;
      /** A file beside main.ts that `npx podlock secret --sealed` wrote (bitnami.com/v1alpha1). */
      readonly sealedSecret: string;
    }
  | {
      readonly name: string;
      /** A file beside main.ts that `npx podlock secret --sops` wrote, for Flux, or for Argo CD with ksops. */
      readonly sopsSecret: string;
    };

const name = leaf<string>('the name of a Secret', parseDnsSubdomain);
const file = (expected: string) => leaf<string>(expected, parseSecretFile);

const HINTS = {
  externalSecret: 'a Secret comes from one place: leave out this or the other',
  sealedSecret: 'a Secret comes from one place: leave out this or the other',
  sopsSecret: 'a Secret comes from one place: leave out this or the other',
  data: 'unknown key; secrets never stand in a declaration',
  stringData: 'unknown key; secrets never stand in a declaration',
  namespace: "unknown key; a Secret is always in its Pod's namespace",
};

/** One line each: the key that names the kind of source, and what it holds. */
const kinds = {
  externalSecret: strictObject({ name, externalSecret: externalSecretSchema }, HINTS).transform((source) => ({
    kind: 'externalSecret' as const,
    name: source.name,
    ...source.externalSecret,
  })),
  sealedSecret: strictObject({ name, sealedSecret: file('the file of a SealedSecret') }, HINTS).transform((source) => ({
    kind: 'sealedSecret' as const,
    name: source.name,
    file: source.sealedSecret,
  })),
  sopsSecret: strictObject({ name, sopsSecret: file('the file of a Secret that SOPS encrypted') }, HINTS).transform(
    (source) => ({ kind: 'sopsSecret' as const, name: source.name, file: source.sopsSecret }),
  ),
};

type Kind = keyof typeof kinds;

/** Where the keys of a Secret come from, parsed. `name` is what the Pod mounts. */
export type SecretSource = { readonly kind: 'existing'; readonly name: string } | z.output<(typeof kinds)[Kind]>;

const byName = name.transform((existing) => ({ kind: 'existing' as const, name: existing }));

const byKind = dispatch<SecretSourceInput, SecretSource>(
  (value, sink) => {
    const kind = kindOf(value);
    if (kind === undefined) {
      reportKind(value, sink);
      return undefined;
    }
    return kinds[kind];
  },
  'the name of a Secret',
  () => sketch(['name'], undefined, true),
);

/** Where the keys of a Secret come from: for every place of a declaration that names one. */
export const secretSourceSchema: z.ZodType<SecretSource, SecretSourceInput> = z.transform<
  SecretSourceInput,
  SecretSource
>((value: unknown, context) => {
  const schema: z.ZodType<SecretSource> = typeof value === 'object' && value !== null ? byKind : byName;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  passOn(result.error, context);
  return z.NEVER;
});

function kindOf(value: PlainObject): Kind | undefined {
  return Object.keys(kinds).find((kind): kind is Kind => value[kind] !== undefined);
}

function reportKind(value: PlainObject, sink: IssueSink): void {
  const known = Object.keys(kinds);
  const expected = `a Secret that is there already as its name alone, or beside "name" one of ${list(known, 'or')}`;
  const tried = Object.keys(value).filter((key) => key !== 'name');
  if (tried.length === 0) report(sink, { kind: 'missing', expected });
  for (const key of tried) {
    const hints = nearest(key, known) === undefined ? { [key]: `unknown key; expected ${expected}`, ...HINTS } : HINTS;
    report(sink, { kind: 'unknown-key', known, hints }, [key]);
  }
}
