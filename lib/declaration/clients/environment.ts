import { z } from 'zod';
import { ValueError } from '../../network/value-error';
import { leaf, report } from '../leaf';
import { isSecretPlace } from '../secrecy';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const LONGEST_VALUE = 32_768;

/** Code that is loaded at each start, and variables that linuxserver's init reads from files: an image that changes under you. */
const CHANGES_THE_IMAGE = /^(?:DOCKER_MODS|INSTALL_PACKAGES|FILE__.*|LD_PRELOAD|LD_LIBRARY_PATH)$/;

/**
 * Further variables of the client's container.
 * @param reserved those that Podlock sets itself, and those that would undo what it sets
 */
export function environmentSchema(reserved: RegExp): z.ZodType<Record<string, string>, Record<string, string>> {
  return z.record(z.string(), leaf<string>('a text', parseValue)).superRefine((variables, context) => {
    for (const name of Object.keys(variables)) {
      const problem = problemOf(name, reserved);
      if (problem !== undefined) report(context, { kind: 'wrong', error: new ValueError(name, problem) }, [name]);
    }
  });
}

function problemOf(name: string, reserved: RegExp): string | undefined {
  if (!VARIABLE.test(name)) return 'is not the name of a variable: allowed are letters, digits and "_", no digit first';
  if (reserved.test(name)) return 'is a variable that Podlock sets itself: leave it out';
  if (CHANGES_THE_IMAGE.test(name)) return 'changes the programs of the image at each start: leave it out';
  if (isSecretPlace([name])) return 'may hold a secret, by its name: secrets never stand in a declaration';
  return undefined;
}

function parseValue(value: unknown): string {
  if (typeof value === 'string' && value.length <= LONGEST_VALUE && !value.includes('\0')) return value;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  throw new ValueError(value, 'is not a text', isPlain ? String(value) : undefined);
}
