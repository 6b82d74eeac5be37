import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isShowableKey, looksSecret } from '../network/secret-look';
import { proposing } from './choose';
import { UsageError } from './usage-error';

/**
 * Node's parseArgs, but for what it says of an option that does not exist.
 * @throws UsageError that names the options there are
 */
export function parseArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [, unknown] = /Unknown option '([^']+)'/.exec(String(error)) ?? [];
    if (looksSecret(String(error)) || (unknown !== undefined && !isShowableKey(unknown)))
      throw new UsageError('an argument (not shown, it may hold a secret) is not one of this command');
    if (unknown === undefined) throw error;
    const options = [...Object.keys(config.options ?? {}), 'help'].map((name) => `--${name}`);
    throw new UsageError(proposing(`no option ${unknown}`, unknown, options));
  }
}
