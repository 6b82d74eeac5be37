import { ValueError } from '../network/value-error';
import { UsageError } from './usage-error';

/**
 * Reads the value of an option.
 * @param parser throws ValueError
 * @throws UsageError that names the option
 */
export function parseOption(option: string, parser: () => string): string {
  try {
    return parser();
  } catch (error) {
    if (error instanceof ValueError) throw new UsageError(`${option}: ${error.message}`);
    throw error;
  }
}
