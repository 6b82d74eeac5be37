import { z } from 'zod';
import { list, nearest } from '../../network/nearest';
import { ValueError } from '../../network/value-error';
import { report } from '../leaf';
import { GLUETUN_RELEASE } from '../providers';
import type { Variables } from './assignment';
import { isLater, OBSOLETE, OLD_NAMES, OLD_NAMES_BY_TYPE } from './old-names';
import { parsePublicAddress, parsePublicEndpoint } from './values';
import { type Place, type SettingForm, VARIABLES, type VariableName } from './variables';

const NAMES = Object.keys(VARIABLES) as VariableName[];
const SETTABLE = NAMES.filter((name) => VARIABLES[name].kind === 'setting');

/**
 * Variables of gluetun that have no key of their own, by their names. A wrong name is a mistake, as is one that has a key,
 * is set by Podlock, holds a secret or opens a lock.
 */
export const settingsSchema: z.ZodType<Variables, Readonly<Record<string, string>>> = z
  .record(z.string(), z.unknown())
  .transform((settings, context): Variables => {
    const entries = Object.entries(settings).flatMap(([name, value]): [string, string][] => {
      const refusal = refusalOf(name);
      if (refusal !== undefined) {
        report(context, { kind: 'unknown-key', known: SETTABLE, hints: { [name]: refusal } }, [name]);
        return [];
      }
      try {
        return [[name, parsers[formOf(name)](value)]];
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
        report(context, { kind: 'wrong', error }, [name]);
        return [];
      }
    });
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  }) as unknown as z.ZodType<Variables, Readonly<Record<string, string>>>;

/** A name that gluetun has or had. */
export interface KnownVariable {
  /** Its present name. */
  readonly name: VariableName;
  readonly place: Place;
}

/**
 * What Podlock knows of a variable of gluetun, under its present name or one of old; `undefined`: v3.41.3 has none of that
 * name.
 * @param type of the tunnel: a few names of old stand for WireGuard's or OpenVPN's variable
 */
export function knownVariable(name: string, type: 'wireguard' | 'openvpn'): KnownVariable | undefined {
  const present = presentName(name, type);
  return present === undefined ? undefined : { name: present, place: VARIABLES[present] };
}

function presentName(name: string, type: 'wireguard' | 'openvpn'): VariableName | undefined {
  if (isVariable(name)) return name;
  if (Object.hasOwn(OLD_NAMES, name)) return OLD_NAMES[name as keyof typeof OLD_NAMES];
  if (Object.hasOwn(OLD_NAMES_BY_TYPE, name)) return OLD_NAMES_BY_TYPE[name as keyof typeof OLD_NAMES_BY_TYPE][type];
  return undefined;
}

function isVariable(name: string): name is VariableName {
  return Object.hasOwn(VARIABLES, name);
}

/** Why the variable cannot be set here; `undefined`: it can. */
function refusalOf(name: string): string | undefined {
  const known = knownVariable(name, 'wireguard');
  if (known !== undefined) {
    const why = reasonAgainst(known.place);
    return known.name === name ? why : `the name of old for ${known.name}${why === undefined ? '' : `; ${why}`}`;
  }
  const ofFile = knownVariable(name.replace(/_SECRETFILE$/, ''), 'wireguard');
  return ofFile === undefined ? unknownName(name) : (reasonAgainst(ofFile.place) ?? unknownName(name));
}

function reasonAgainst(place: Place): string | undefined {
  switch (place.kind) {
    case 'declared':
      return `has a key of its own: ${place.path}`;
    case 'secret':
      return `holds a secret, which never stands in a declaration: gluetun reads it from the Secret of ${place.path}`;
    case 'podlock':
      return `is not for setting: ${place.why}`;
    case 'lock':
      return `opens the lock ${place.lock}: ${place.instead}`;
    case 'setting':
      return undefined;
  }
}

function unknownName(name: string): string {
  const why = Object.hasOwn(OBSOLETE, name) ? OBSOLETE[name] : undefined;
  if (why !== undefined) return `means nothing to gluetun ${GLUETUN_RELEASE} any more: ${why}`;
  if (isLater(name))
    return `is not in gluetun ${GLUETUN_RELEASE}, the release that Podlock writes for: a later one has it`;
  const meant = nearest(name, NAMES);
  const guess = meant === undefined ? `allowed are ${list(SETTABLE)}` : guessed(meant);
  return `no variable of gluetun ${GLUETUN_RELEASE}; ${guess}`;
}

function guessed(meant: VariableName): string {
  const why = reasonAgainst(VARIABLES[meant]);
  return `did you mean "${meant}"?${why === undefined ? '' : ` It ${why}`}`;
}

function formOf(name: string): SettingForm {
  const place: Place | undefined = isVariable(name) ? VARIABLES[name] : undefined;
  if (place?.kind !== 'setting') throw new Error(`${name} is no setting`);
  return place.form;
}

const parsers: Readonly<Record<SettingForm, (value: unknown) => string>> = {
  switch: (value) => {
    if (value === 'on' || value === 'off') return value;
    throw new ValueError(value, 'is neither "on" nor "off"');
  },
  addresses: (value) => listOf(value, parsePublicAddress),
  'addresses with ports': (value) => listOf(value, parsePublicEndpoint),
};

function listOf(value: unknown, parse: (item: unknown) => string): string {
  if (typeof value !== 'string')
    throw new ValueError(value, 'is not a text: allowed are items with commas between them');
  return value
    .split(',')
    .map((item) => parse(item.trim()))
    .join(',');
}
