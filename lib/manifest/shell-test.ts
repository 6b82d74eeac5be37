import { computed } from './shell-word';

/** What every kernel with IPv6 has. Where it is missing no rule for IPv6 is missed, so scripts are read as if it were there. */
const kernelFiles = /^\/proc\/(?:net\/(?:dev|if_inet6)|sys\/net\/ipv[46](?:\/[\w./-]*)?)$/;

/** What `test`, or `[`, says about these words; undefined when only the running script knows. */
export function testResult(words: readonly string[]): boolean | undefined {
  if (words[0] === '!') return negate(testResult(words.slice(1)));
  if (words.some((word) => word.includes(computed))) return undefined;
  const [first = '', second = '', third = ''] = words;
  if (words.length <= 1) return first !== '';
  if (words.length === 2) return unary(first, second);
  return words.length === 3 ? binary(first, second, third) : undefined;
}

function negate(result: boolean | undefined): boolean | undefined {
  return result === undefined ? undefined : !result;
}

function unary(operator: string, value: string): boolean | undefined {
  if (operator === '-n') return value !== '';
  if (operator === '-z') return value === '';
  return /^-[efdrs]$/.test(operator) && kernelFiles.test(value) ? true : undefined;
}

function binary(left: string, operator: string, right: string): boolean | undefined {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return Number(left) === Number(right);
    case '-ne':
      return Number(left) !== Number(right);
    default:
      return undefined;
  }
}
