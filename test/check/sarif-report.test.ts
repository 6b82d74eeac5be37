import '@microsoft/jest-sarif';
import { sarifReport } from '../../lib/check/sarif-report';
import { locks } from '../../lib/locks';
import { exampleFinding, exampleReport } from './example-report';

const abouts = locks.map(({ about }) => about);

function run(report = exampleReport) {
  const log: unknown = JSON.parse(sarifReport(report, abouts, '1.2.3'));
  expect(log).toBeValidSarifLog();
  const { runs } = log as { runs: readonly Run[] };
  return runs[0] ?? fail();
}

function fail(): never {
  throw new Error('no run in the log');
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly unknown[];
  readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
}

test('the log is valid by the schema of SARIF 2.1.0, and every result refers to its rule', () => {
  const { tool, results } = run();
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
  expect(tool.driver.rules.slice(0, abouts.length).map(({ id }) => id)).toEqual(abouts.map(({ id }) => id));
});

test('a result has its place, its level and what to do; one that is loosened has the reason', () => {
  const { results } = run();
  expect(results[0]).toEqual({
    ruleId: 'dns',
    ruleIndex: 4,
    level: 'error',
    message: { text: 'Deployment media/torrent: names go elsewhere. Set dnsPolicy None.' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'home/torrent%20pod.yaml' },
          region: { startLine: 12, startColumn: 7 },
        },
        logicalLocations: [
          { fullyQualifiedName: 'Deployment media/torrent spec.template.spec.dnsPolicy', kind: 'object' },
        ],
      },
    ],
    properties: { severity: 'leak', state: 'open' },
  });
  expect(results[2]).toMatchObject({
    level: 'note',
    suppressions: [{ kind: 'inSource', justification: 'the node rebuilds it' }],
  });
});

test('what could not be told is a failed invocation', () => {
  expect(run().invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          descriptor: { id: 'unreadable-document' },
          level: 'error',
          message: { text: 'is not YAML. Correct it.' },
          locations: [
            { physicalLocation: { artifactLocation: { uri: 'b.yaml' }, region: { startLine: 3, startColumn: 1 } } },
          ],
        },
        { descriptor: { id: 'no-vpn-pod' }, level: 'error', message: { text: 'no Pod with gluetun. Look again.' } },
      ],
    },
  ]);
  expect(run({ ...exampleReport, errors: [] }).invocations).toEqual([
    { executionSuccessful: true, toolExecutionNotifications: [] },
  ]);
});

test.each([
  ['<stdin>', '%3Cstdin%3E'],
  ['./a/b.yaml', 'a/b.yaml'],
  ['/srv/a b.yaml', 'file:///srv/a%20b.yaml'],
  ['100%.yaml', '100%25.yaml'],
])('the file %s is the address %s', (file, uri) => {
  const { results } = run({ workloads: [], findings: [{ ...exampleFinding, file }], errors: [] });
  expect(results[0]).toMatchObject({ locations: [{ physicalLocation: { artifactLocation: { uri } } }] });
});
