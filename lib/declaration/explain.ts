import type { z } from 'zod';
import { list, nearest } from '../network/nearest';
import { isShowableKey, looksSecret } from '../network/secret-look';
import { didYouMean, quote, worded } from '../network/value-error';
import type { Problem } from './leaf';
import type { Path, PathMistake } from './mistake';
import { isSecretPlace } from './secrecy';
import { completed, showsWritten } from './sketch';

/** Says what a schema found, in our words. */
export function explain(issue: z.core.$ZodIssue, declaration: unknown): PathMistake {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const problem = issue.code === 'custom' ? (issue.params?.['problem'] as Problem | undefined) : undefined;
  if (problem !== undefined) return { path, message: explainProblem(problem, path) };
  return { path, message: explainType(issue, valueAt(declaration, path)) };
}

const HIDDEN = 'the value (not shown, it may be a secret)';

function explainProblem(problem: Problem, path: Path): string {
  switch (problem.kind) {
    case 'missing':
      return `missing; expected ${problem.expected}`;
    case 'wrong': {
      const { problem: text, suggestion, value } = problem.error;
      if (value === path.at(-1) && !isShowableKey(`${value}`)) return `the name ${text}`;
      return isHidden(value, path) ? `${HIDDEN} ${text}` : worded(value, text, suggestion);
    }
    case 'secret':
      return `${HIDDEN} ${problem.text}`;
    case 'unknown-key':
      return explainKey(String(path.at(-1)), problem.known, problem.hints);
  }
}

function explainKey(key: string, known: readonly string[], hints: Readonly<Record<string, string>>): string {
  const hint = Object.hasOwn(hints, key) ? hints[key] : undefined;
  if (hint !== undefined) return hint;
  const meant = nearest(key, known);
  return meant === undefined ? `unknown key; allowed are ${list(known)}` : `unknown key${didYouMean(meant)}`;
}

function explainType(issue: z.core.$ZodIssue, value: unknown): string {
  const kind = issue.code === 'invalid_type' && issue.expected === 'array' ? 'a list' : 'an object';
  const isSketch = issue.message.startsWith('{');
  // What stands in an object's place may be its password, unless it is known for something else.
  const isKnown = kind === 'a list' || (isSketch && showsWritten(issue.message));
  const shown = isHidden(value, issue.path) || (isScalar(value) && !isKnown) ? undefined : value;
  const sketched = isSketch ? completed(issue.message, shown) : undefined;
  if (value === undefined) return `missing; expected ${sketched ?? kind}`;
  const problem = `is not ${kind}${sketched === undefined ? '' : `; expected ${sketched}`}`;
  return `${shown === undefined ? 'the value' : quote(value)} ${problem}`;
}

function isHidden(value: unknown, path: readonly PropertyKey[]): boolean {
  if (typeof value === 'string') return isSecretPlace(path) || looksSecret(value);
  return typeof value === 'number' && isSecretPlace(path);
}

/** Whole objects and lists are named by their kind alone, so only these could give something away. */
function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );
}
