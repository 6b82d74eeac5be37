import { type CheckReport, checkSources } from '../check/check-sources';
import { type Finding, formatObject, isAtLeast, severities } from '../check/finding';
import { isNote } from '../check/notes';
import { readInput } from '../check/read-input';
import { locks } from '../locks';
import type { Severity } from '../locks/lock';
import { groupBy } from '../manifest/group-by';

/** What `properties:` of the entry in cdk8s.yaml may say. */
export interface PodlockValidationProperties {
  /** The mildest finding that fails the synth. @default risk */
  readonly failOn?: Severity;
  /** Only this workload: `name`, `namespace/name` or `Kind/name`. @default - every one with gluetun */
  readonly workload?: string;
}

/** What cdk8s hands to a validation (cdk8s-cli 2.207, plugins/validation). */
interface Context {
  /** The paths of the files that the synth wrote. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/** Podlock's check as a validation plugin of `cdk8s synth`: every open lock is a violation, with its places. */
export class PodlockValidation {
  private readonly failOn: Severity;
  private readonly workload: string | undefined;

  /** @throws Error on a property that does not exist, or has no such value */
  constructor(properties: PodlockValidationProperties = {}) {
    const unknown = Object.keys(properties).filter((name) => name !== 'failOn' && name !== 'workload');
    if (unknown.length > 0) {
      throw new Error(`podlock: no property ${unknown.join(', ')} in cdk8s.yaml; allowed: failOn, workload`);
    }
    const { failOn = 'risk', workload } = properties;
    if (!severities.includes(failOn)) {
      throw new Error(`podlock: failOn "${failOn}" in cdk8s.yaml; allowed: ${severities.join(', ')}`);
    }
    this.failOn = failOn;
    this.workload = workload;
  }

  async validate({ manifests, report }: Context): Promise<void> {
    const { sources, errors } = await readInput(manifests, nothing());
    const result = checkSources(sources, locks, {
      errors,
      ...(this.workload !== undefined && { workload: this.workload }),
    });
    const shown = result.findings.filter(({ suppressed, lock }) => suppressed === undefined && !isNote(lock));
    for (const violation of [...violationsOf(shown), ...errorsOf(result)]) report.addViolation(violation);
    const fails = result.errors.length > 0 || shown.some(({ severity }) => isAtLeast(severity, this.failOn));
    report.submit(fails ? 'failure' : 'success', summaryOf(result, shown));
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // The plugin has no standard input.
}

/** One violation for each lock and remedy, the worst first. */
function violationsOf(findings: readonly Finding[]): readonly Violation[] {
  const worstFirst = severities.flatMap((level) => findings.filter(({ severity }) => severity === level));
  return [...groupBy(worstFirst, ({ lock, remedy, severity }) => `${lock}\n${severity}\n${remedy}`).values()].flatMap(
    (group): readonly Violation[] => {
      const [first] = group;
      if (first === undefined) return [];
      const about = locks.find((lock) => lock.about.id === first.lock)?.about;
      return [
        {
          ruleName: `podlock/${first.lock} (${first.severity})`,
          recommendation: about?.leak ?? first.message,
          fix: first.remedy,
          violatingResources: resourcesOf(group),
        },
      ];
    },
  );
}

function resourcesOf(findings: readonly Finding[]): Violation['violatingResources'] {
  return [...groupBy(findings, ({ object, file }) => `${formatObject(object)}\n${file}`).values()].map((group) => ({
    resourceName: group[0]?.object.name ?? '',
    manifestPath: group[0]?.file ?? '',
    locations: group.map(({ line, path, message }) => `line ${line}${path === '' ? '' : `, ${path}`}: ${message}`),
  }));
}

function errorsOf({ errors }: CheckReport): readonly Violation[] {
  return errors.map(({ reason, message, remedy, file, line }) => ({
    ruleName: `podlock could not tell: ${reason}`,
    recommendation: message,
    fix: remedy,
    violatingResources:
      file === undefined
        ? []
        : [{ resourceName: '', manifestPath: file, locations: line === undefined ? [] : [`line ${line}`] }],
  }));
}

function summaryOf({ workloads, findings }: CheckReport, shown: readonly Finding[]): Readonly<Record<string, string>> {
  const loosened = findings.filter(({ suppressed }) => suppressed !== undefined);
  return {
    'Workloads with gluetun': workloads.map(formatObject).join(', ') || 'none',
    ...Object.fromEntries(
      severities.map((level) => [level, `${shown.filter(({ severity }) => severity === level).length}`]),
    ),
    ...(loosened.length > 0 && {
      'Loosened, not closed': loosened.map(({ lock, suppressed }) => `${lock} (${suppressed?.because})`).join('; '),
    }),
  };
}
