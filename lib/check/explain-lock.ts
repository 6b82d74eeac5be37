import type { Explanation, Severity } from '../locks/lock';
import { findingsWithoutLock } from './notes';
import { type Paint, plain } from './paint';

const severities: Readonly<Record<Severity, string>> = {
  leak: 'traffic can leave outside the tunnel',
  risk: 'one fault away from a leak',
  advice: 'no way out by itself',
};

const width = 100;

/** One lock, for a terminal: the leak, a real way it happens, the fix. */
export function explainLock({ id, leak, severity, story, remedy, example }: Explanation, paint: Paint = plain): string {
  return `${paint('title', id)}  ${paint(severity, severity)}: ${severities[severity]}

${paint('fix', 'The leak')}
${wrap(leak)}

${paint('fix', 'How it happens')}
${wrap(story)}

${paint('fix', 'The fix')}
${wrap(remedy)}

${indent(example)}

${paint('fix', 'To leave it open on purpose')}
${wrap('Annotate the workload. It is then listed apart, as loosened and never as closed:')}

${indent(`podlock/loosened-${id}: "because …"`)}
`;
}

/** Every lock in one line each. */
export function listLocks(locks: readonly Explanation[], paint: Paint = plain): string {
  const longest = Math.max(...locks.map(({ id }) => id.length));
  const lines = locks.map(({ id, severity, leak }) => `${paint(severity, id.padEnd(longest))}  ${leak}`);
  return `${lines.join('\n')}\n`;
}

/** docs/locks.md: the same text for every lock. */
export function locksPage(locks: readonly Explanation[]): string {
  const rows = locks.map(({ id, severity, leak }) => `| [\`${id}\`](#${id}) | ${severity} | ${cell(leak)} |`);
  return `<!-- Written by: npm run docs. Edit lib/locks/*/about.ts instead. -->
# The locks

Each lock closes one way out of the Pod. \`npx podlock check\` finds it open in anybody's manifests, and
\`npx podlock explain LOCK\` prints what stands here.

${Object.entries(severities)
  .map(([severity, meaning]) => `- **${severity}**: ${meaning}.`)
  .join('\n')}

| lock | when open | the leak |
| --- | --- | --- |
${rows.join('\n')}

${locks.map(section).join('\n')}
## Leaving a lock open on purpose

An annotation on the workload, or on its Pod template, with a reason:

\`\`\`yaml
metadata:
  annotations:
    podlock/loosened-image-pin: because this cluster rebuilds the image every night
\`\`\`

The finding no longer counts for the exit code. It is still listed, as loosened and never as closed. Without a reason the
annotation does not count.

## Findings that are no lock

${findingsWithoutLock.map(([id, meaning]) => `- \`${id}\`: ${meaning}`).join('\n')}
`;
}

function section({ id, leak, severity, story, remedy, example }: Explanation): string {
  return `## ${id}

**The leak** (${severity}). ${leak}

**How it happens.** ${story}

**The fix.** ${remedy}

\`\`\`yaml
${example}
\`\`\`
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width - 2) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}
