import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSources } from '../../lib/check/check-sources';
import { formatObject } from '../../lib/check/finding';
import { locks } from '../../lib/locks';

const folder = join(__dirname, '../fixtures/foreign');

function check(name: string) {
  return checkSources([{ file: name, text: readFileSync(join(folder, name), 'utf8') }], locks);
}

test.each(['multus', 'pod-gateway', 'helm-output'])('%s has exactly the findings that stand beside it', (name) => {
  const { findings, errors } = check(`${name}.yaml`);
  const lines = findings.map(({ line, lock, severity, state, suppressed, path, message }) => {
    const marks = `${state === 'unknown' ? ' unknown' : ''}${suppressed === undefined ? '' : ' loosened'}`;
    return `${line}: ${lock}: ${severity}${marks} ${path}: ${message}`;
  });
  expect(lines).toEqual(
    readFileSync(join(folder, `${name}.findings.txt`), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  expect(errors).toEqual([]);
});

test('every kind of workload is found, also in a List, and judged by its own rules', () => {
  const { workloads, findings } = check('every-kind.yaml');
  expect(workloads.map(formatObject)).toEqual([
    'Pod media/a-pod',
    'StatefulSet media/a-stateful-set',
    'DaemonSet media/a-daemon-set',
    'ReplicaSet media/a-replica-set',
    'Job media/a-job',
    'CronJob media/a-cron-job',
  ]);
  const leaking = findings
    .filter(({ lock }) => lock === 'shared-namespace')
    .map(({ object, path }) => `${object.kind} ${path}`);
  expect(leaking).toEqual([
    'CronJob spec.jobTemplate.spec.template.spec.hostNetwork',
    'DaemonSet spec.template.spec.hostNetwork',
    'Job spec.template.spec.hostNetwork',
    'Pod spec.hostNetwork',
    'ReplicaSet spec.template.spec.hostNetwork',
    'StatefulSet spec.template.spec.hostNetwork',
  ]);
  const several = findings.filter(({ lock, message }) => lock === 'restart' && /Pods run|on every node/.test(message));
  expect(several.map(({ object, message }) => `${object.kind}: ${message}`)).toEqual([
    'DaemonSet: a DaemonSet runs one Pod on every node, all with the same keys',
    'StatefulSet: 2 Pods run at once, with the same keys and the same port',
  ]);
});
