import input from '@inquirer/input';
import select from '@inquirer/select';
import { ValueError } from '../network/value-error';
import { choose } from './choose';
import { UsageError } from './usage-error';

/** Questions on standard error, because standard output is for main.ts. */
const context = { output: process.stderr };

/** Asks for what no option says; where nobody can be asked, the defaults answer. */
export class Asker {
  constructor(private readonly isInteractive: boolean) {}

  /**
   * One of a few words; the first is the default, unless there are so many that none can be.
   * @throws UsageError
   */
  async choose<Name extends string>(
    option: string,
    message: string,
    given: string | undefined,
    names: readonly Name[],
  ): Promise<Name> {
    const [first] = names;
    if (given !== undefined) return choose(option, given, names);
    if (names.length === 1 && first !== undefined) return first;
    if (this.isInteractive) {
      return select({ message, choices: names.map((value) => ({ value, name: value })), pageSize: 12 }, context);
    }
    if (first === undefined || names.length > MOST_DEFAULTS)
      throw new UsageError(`${option} is missing: ${names.join(', ')}`);
    return first;
  }

  /** A text that `parse` understands. @throws UsageError */
  async ask<Answer>(
    option: string,
    message: string,
    given: string | undefined,
    fallback: string,
    parse: (answer: string) => Answer,
  ): Promise<Answer> {
    const mistakeIn = (answer: string): string | undefined => {
      try {
        parse(answer);
        return undefined;
      } catch (error) {
        if (error instanceof UsageError || error instanceof ValueError) return error.message;
        throw error;
      }
    };
    const answer =
      given ??
      (this.isInteractive
        ? await input({ message, default: fallback, validate: (typed) => mistakeIn(typed) ?? true }, context)
        : fallback);
    const mistake = mistakeIn(answer);
    if (mistake !== undefined) throw new UsageError(`${option}: ${mistake}`);
    return parse(answer);
  }
}

/** With more choices than this there is no sensible default: nobody's provider can be guessed. */
const MOST_DEFAULTS = 5;
