import type { z } from 'zod';
import { list, nearest } from '../network/nearest';
import { didYouMean, quote } from '../network/value-error';
import type { Problem } from './leaf';
import type { Path, PathMistake } from './mistake';
import { holdsSecret, holdsToken, isSecretPlace } from './secrecy';
import { completed } from './sketch';

/** Says what a schema found, in our words. */
export function explain(issue: z.core.$ZodIssue, declaration: unknown): PathMistake {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const problem = issue.code === 'custom' ? (issue.params?.['problem'] as Problem | undefined) : undefined;
  if (problem !== undefined) return { path, message: explainProblem(problem, path) };
  return { path, message: explainType(issue, valueAt(declaration, path)) };
}

function explainProblem(problem: Problem, path: Path): string {
  switch (problem.kind) {
    case 'missing':
      return `missing; expected ${problem.expected}`;
    case 'wrong': {
      const { problem: text, suggestion, value } = problem.error;
      if (isHidden(value, path)) return `the value (not shown, it may be a secret) ${text}`;
      return `${quote(value)} ${text}${didYouMean(suggestion)}`;
    }
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
  // Whole objects are shown as "an object", so only texts and numbers could give something away.
  const shown = isHidden(value, issue.path) ? undefined : value;
  const sketched = issue.message.startsWith('{') ? completed(issue.message, shown) : undefined;
  if (value === undefined) return `missing; expected ${sketched ?? kind}`;
  const problem = `is not ${kind}${sketched === undefined ? '' : `; expected ${sketched}`}`;
  return `${shown === undefined ? 'the value' : quote(value)} ${problem}`;
}

function isHidden(value: unknown, path: readonly PropertyKey[]): boolean {
  if (typeof value === 'string') return isSecretPlace(path) || holdsSecret(value) || holdsToken(value);
  return typeof value === 'number' && isSecretPlace(path);
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );
}
