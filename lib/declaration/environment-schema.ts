import { z } from 'zod';
import { holdsSecret, isShowableKey, looksSecret } from '../network/secret-look';
import { ValueError } from '../network/value-error';
import type { SecretKey } from './companion';
import { type IssueSink, leaf, passOn, report, strictObject } from './leaf';
import { isHarmlessValue, isSecretPlace } from './secrecy';
import { type SecretSourceInput, secretSourceSchema } from './secret-source-schema';

/** As the API server takes it, but for names that no shell knows. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const LONGEST_VALUE = 32_768;

/** Where the declaration says what images of other tools read from a variable. */
const KEYS: Readonly<Record<string, string>> = {
  PUID: 'runAs.user',
  PGID: 'runAs.group',
  TZ: 'timezone',
  WEBUI_PORT: 'webUi.port',
};

type Variables = Readonly<Record<string, string>>;

/** Of s6-overlay's: times, switches and how much it says. The others name programs and folders. */
const HARMLESS_OF_S6 =
  'READ_ONLY_ROOT|KEEP_ENV|VERBOSITY|SYNC_DISKS|BEHAVIOUR_IF_STAGE2_FAILS|CMD_WAIT_FOR_SERVICES(?:_MAXTIME)?|' +
  'KILL_(?:FINISH_MAXTIME|GRACETIME)|SERVICES_(?:GRACETIME|READYTIME)';

/**
 * Code that is loaded at each start, by the init of linuxserver's and hotio's images (s6-overlay, docker-mods), by the
 * dynamic loader, by shells and by interpreters; where programs are looked for; and variables that an init reads from files.
 */
const CHANGES_THE_IMAGE = new RegExp(
  `^(?:${[
    'DOCKER_MODS|INSTALL_PACKAGES|INSTALL_PIP_PACKAGES|FILE__.*',
    `S6_(?!(?:${HARMLESS_OF_S6})$).*`,
    'LD_(?:AUDIT|LIBRARY_PATH|PRELOAD)|GCONV_PATH',
    'PATH|ENV|BASH_ENV|ZDOTDIR',
    'PYTHON(?:HOME|PATH|STARTUP)|NODE_(?:OPTIONS|PATH)|PERL5(?:DB|LIB|OPT)|RUBY(?:LIB|OPT)|LUA_INIT',
    'DOTNET_STARTUP_HOOKS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS',
  ].join('|')})$`,
);

/** Whether a variable makes a container run something else than its image has. */
export function changesTheImage(name: string): boolean {
  return CHANGES_THE_IMAGE.test(name);
}

/** Where secrets may stand, as the end of a sentence. */
type WayOut =
  | 'secrets never stand in a declaration'
  | 'put it into a Secret, and its name and key into secretEnvironment';

/**
 * Plain variables of a container. What looks like a secret is refused: dist/ is committed.
 * @param reserved those that Podlock sets itself, and those that would undo what it sets
 */
export function environmentSchema(wayOut: WayOut, reserved?: RegExp) {
  return z
    .record(z.string(), z.unknown(), { error: () => '{ NAME: "value" }' })
    .transform((variables, context): Variables => {
      for (const [name, value] of Object.entries(variables)) {
        const error = nameError(name) ?? reservedError(name, reserved) ?? valueError(name, value, wayOut);
        if (value === undefined) report(context, { kind: 'missing', expected: 'a text' }, [name]);
        else if (error !== undefined) report(context, { kind: 'wrong', error }, [name]);
      }
      return variables as Variables;
    }) as unknown as z.ZodType<Variables, Variables>;
}

/** Variables of a container whose values stand in Secrets. */
export const secretEnvironmentSchema = (
  z
    .record(z.string(), z.unknown(), { error: () => '{ NAME: { secret: …, key: … } }' })
    .transform((variables, context): SecretVariables => {
      const entries = Object.entries(variables).map(([name, value]) => {
        const error = nameError(name) ?? reservedError(name, undefined);
        if (error !== undefined) reportName(name, error, context);
        const parsed = secretKeySchema.safeParse(value);
        passOn(parsed.error, context, [name]);
        return [name, parsed.data];
      });
      return Object.fromEntries(entries);
    }) as unknown as z.ZodType<SecretVariables, SecretVariablesInput>
).default({});

/** The name alone is wrong, and may be shown even where a value may not. */
function reportName(name: string, { message, problem }: ValueError, sink: IssueSink): void {
  const hint = isShowableKey(name) ? message : `the name ${problem}`;
  report(sink, { kind: 'unknown-key', known: [], hints: { [name]: hint } }, [name]);
}

const secretKeySchema = strictObject({
  /** The Secret. Never the one with the VPN keys. */
  secret: secretSourceSchema,
  /** Its key. */
  key: leaf<string>('a key of the Secret', parseKey),
});

type SecretVariables = Readonly<Record<string, SecretKey>>;
type SecretVariablesInput = Readonly<Record<string, { readonly secret: SecretSourceInput; readonly key: string }>>;

function nameError(name: string): ValueError | undefined {
  if (VARIABLE.test(name)) return undefined;
  return new ValueError(name, 'is not the name of a variable: allowed are letters, digits and "_", no digit first');
}

function reservedError(name: string, reserved: RegExp | undefined): ValueError | undefined {
  if (reserved?.test(name)) {
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    const instead = key === undefined ? 'leave it out' : `say it in ${key}`;
    return new ValueError(name, `is a variable that Podlock sets itself: ${instead}`);
  }
  if (!changesTheImage(name)) return undefined;
  return new ValueError(name, 'changes the programs of the image at each start: leave it out');
}

function valueError(name: string, value: unknown, wayOut: WayOut): ValueError | undefined {
  if (typeof value !== 'string') {
    const isSpelledOut = typeof value === 'number' || typeof value === 'boolean';
    return new ValueError(value, 'is not a text', isSpelledOut ? String(value) : undefined);
  }
  if (value.length > LONGEST_VALUE) {
    return new ValueError(value, `has ${value.length} characters: allowed are at most ${LONGEST_VALUE}`);
  }
  if (value.includes('\0')) return new ValueError(value, 'has the character NUL, which no variable can hold');
  if (holdsSecret(value)) return new ValueError(value, `looks like a key: ${wayOut}`);
  if (looksSecret(value)) return new ValueError(value, `has what looks like a token or password in it: ${wayOut}`);
  if (!isSecretPlace([name]) || isHarmless(name, value)) return undefined;
  return new ValueError(value, `may be a secret, by the variable's name: ${wayOut}`);
}

/** A reference to a secret variable is none itself. */
function isHarmless(name: string, value: string): boolean {
  return isHarmlessValue(name, value) || /^\$\(\w+\)$/.test(value);
}

function parseKey(value: unknown): string {
  if (typeof value === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(value)) return value;
  throw new ValueError(value, 'is not a key of a Secret: allowed are letters, digits, "-", "_" and "."');
}
