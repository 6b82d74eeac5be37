import { changesTheImage } from '../declaration/environment-schema';
import type { SourceObject } from '../main-file/main-file';
import type { Conversion } from './conversion';
import { mayBeSecret } from './secret-words';
import type { EnvironmentVariable } from './service-environment';

/** The variables of one container, plain ones and those whose values stand in a Secret. */
export interface MappedEnvironment {
  readonly environment: SourceObject | undefined;
  readonly secretEnvironment: SourceObject | undefined;
}

export interface EnvironmentTarget {
  /** The declaration's path of the container. */
  readonly to: string;
  /** The container's name, for the keys of the Secret. */
  readonly name: string;
  /** The Secret for secret values. @default - the container takes none, and they are dropped */
  readonly secret?: string;
}

/** Variables that become something else, and why. */
const RUN_AS = /^(?:PUID|PGID|UID|GID|USER_ID|GROUP_ID|RUN_AS_USER)$/;
/** TheMePark's: code from elsewhere at each start. */
const CHANGES_THE_PAGE = /^TP_(?:THEME|ADDON|DOMAIN|HOTIO|COMMUNITY_THEME|DISABLE_THEME)$/;

export function mapEnvironment(
  variables: Iterable<EnvironmentVariable>,
  conversion: Conversion,
  target: EnvironmentTarget,
): MappedEnvironment {
  const plain: Record<string, string> = {};
  const secret: Record<string, SourceObject> = {};
  for (const variable of wanted(variables, conversion, target)) {
    const { name, revealed, text } = variable;
    const isSecret = revealed !== undefined || mayBeSecret(name, text);
    const reference = isSecret ? secretReference(variable, conversion, target) : undefined;
    if (reference !== undefined) secret[name] = reference;
    else if (!isSecret) plain[name] = plainValueOf(variable, conversion, target);
  }
  return { environment: filled(plain), secretEnvironment: filled(secret) };
}

/** What stays a variable of the container. */
function wanted(
  variables: Iterable<EnvironmentVariable>,
  { ledger }: Conversion,
  { to }: EnvironmentTarget,
): readonly EnvironmentVariable[] {
  return [...variables].filter((variable) => {
    const reason = reasonAgainst(variable);
    if (variable.name === 'TZ') ledger.map(variable.path, `${to}.timezone`);
    else if (reason !== undefined) ledger.drop(variable.path, reason);
    return variable.name !== 'TZ' && reason === undefined;
  });
}

function plainValueOf(variable: EnvironmentVariable, conversion: Conversion, { to }: EnvironmentTarget): string {
  conversion.ledger.map(variable.path, `${to}.environment.${variable.name}`);
  // Kubernetes would read "$(NAME)" as the value of another variable.
  return (conversion.needed(variable) ?? '').replaceAll('$(', '$$$$(');
}

function reasonAgainst({ name, text }: EnvironmentVariable): string | undefined {
  if (RUN_AS.test(name)) return 'the user and group are "runAs" of the declaration';
  if (changesTheImage(name) || CHANGES_THE_PAGE.test(name))
    return 'it loads code into the image at each start, past the pinned release';
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) return 'Kubernetes takes no variable of that name';
  return text === '' ? 'it is empty' : undefined;
}

function secretReference(
  variable: EnvironmentVariable,
  conversion: Conversion,
  target: EnvironmentTarget,
): SourceObject | undefined {
  const { name, path, place } = variable;
  if (target.secret === undefined) {
    conversion.ledger.drop(path, 'it may be a secret, which a torrent client takes from no variable');
    conversion.note('decided', `${name} of ${target.name} is left out: it may be a secret`, { place });
    return undefined;
  }
  const key = `${target.name}.${name}`.replace(/[^-._a-zA-Z0-9]/g, '-');
  conversion.secrets.push({ secret: target.secret, key, variable });
  conversion.ledger.map(path, `${target.to}.secretEnvironment.${name}, key ${key} of the Secret ${target.secret}`);
  return { secret: target.secret, key };
}

function filled<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> | undefined {
  return Object.keys(values).length === 0 ? undefined : values;
}
