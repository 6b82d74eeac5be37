import type { CheckReport } from './check-sources';
import type { Finding } from './finding';

/** A check as JSON, for programs. The shape is versioned: fields are added, never changed, within version 1. */
export function jsonReport({ workloads, findings, errors }: CheckReport): string {
  const report = { version: 1, workloads: workloads.map(objectOf), findings: findings.map(findingOf), errors };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function findingOf({ object, suppressed, ...finding }: Finding) {
  const { lock, severity, state, path, file, line, column, message, remedy } = finding;
  return {
    lock,
    severity,
    state,
    object: objectOf(object),
    path,
    file,
    line,
    column,
    message,
    remedy,
    ...(suppressed && { suppressed }),
  };
}

/** `namespace` is null where the manifest leaves it to whoever applies it. */
function objectOf({ kind, namespace, name }: Finding['object']) {
  return { kind, namespace: namespace ?? null, name };
}
