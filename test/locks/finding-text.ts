import type { Finding } from '../../lib/check/finding';

/** `severity path: message`. */
export function findingText({ severity, state, path, message }: Finding): string {
  return `${severity}${state === 'open' ? '' : ` ${state}`} ${path}: ${message}`;
}
