import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PodlockValidation } from '../../lib/validation-plugin/podlock-validation';
import { type Validation, ValidationContext } from '../../node_modules/cdk8s-cli/lib/plugins/validation';

/** The stock CLI on a stranger's app, whose cdk8s.yaml names the plugin by its folder. */
const app = join(__dirname, '../fixtures/foreign-app');
const cdk8s = join(__dirname, '../../node_modules/cdk8s-cli/bin/cdk8s');

let output: string;

beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'podlock-plugin-'));
});

afterEach(() => rmSync(output, { recursive: true, force: true }));

function synth(fixture: string) {
  const reports = join(output, 'reports.json');
  const args = ['synth', '--output', join(output, 'dist'), '--validation-reports-output-file', reports];
  const { status, stdout } = spawnSync(process.execPath, [cdk8s, ...args], {
    cwd: app,
    encoding: 'utf8',
    env: { ...process.env, FIXTURE: fixture, CDK8S_CHECK_UPGRADE: 'false' },
  });
  const [report] = JSON.parse(readFileSync(reports, 'utf8')).reports;
  return { status, stdout, report };
}

test('cdk8s synth fails on an app that leaks, and shows each open lock with the construct that opens it', () => {
  const { status, stdout, report } = synth('popular/client-first.yaml');
  expect(status).toBe(2);
  expect(stdout).toContain('podlock/startup-gate (leak)');
  expect(report.summary).toMatchObject({
    status: 'failure',
    metadata: { 'Workloads with gluetun': 'Deployment media/torrent', leak: '5', risk: '15', advice: '4' },
  });
  expect(report.violations[0]).toEqual({
    ruleName: 'podlock/dns (leak)',
    recommendation: "Names of trackers and peers leave in clear text through the cluster's DNS.",
    fix: "Set dnsPolicy None with 127.0.0.1 as the only nameserver, and leave gluetun's DNS server on.",
    violatingConstructs: [
      {
        resourceName: 'torrent',
        constructPath: 'torrent/object-1',
        manifestPath: join(output, 'dist/torrent.k8s.yaml'),
        locations: [
          "line 15, spec.template.spec: dnsPolicy is not set, so it is ClusterFirst, and it puts the cluster's DNS into /etc/resolv.conf",
        ],
      },
    ],
  });
});

/** The plugin as the CLI calls it, without the CLI. */
async function validate(plugin: Validation, ...manifests: readonly string[]) {
  const context = new ValidationContext(manifests, 'podlock', '0.0.0');
  await plugin.validate(context);
  const { summary, violations } = context.report.toJson();
  return { status: summary.status, rules: violations.map(({ ruleName }) => ruleName) };
}

const fixture = (name: string) => join(__dirname, '../fixtures', name);

test('an app with every lock closed is a success', async () => {
  const closed = { status: 'success', rules: [] };
  expect(await validate(new PodlockValidation({ failOn: 'advice' }), fixture('locked-pod.yaml'))).toEqual(closed);
});

test('nothing to check is no success', async () => {
  const nothing = { status: 'failure', rules: ['podlock could not tell: no-vpn-pod'] };
  expect(await validate(new PodlockValidation())).toEqual(nothing);
  expect(await validate(new PodlockValidation({ workload: 'x' }), fixture('locked-pod.yaml'))).toEqual(nothing);
});

test('failOn decides what fails, not what is shown', async () => {
  const files = [fixture('foreign/every-kind.yaml')];
  const { status, rules } = await validate(new PodlockValidation({ failOn: 'leak', workload: 'a-job' }), ...files);
  expect([status, rules.includes('podlock/admission (advice)')]).toEqual(['failure', true]);
});

test.each([
  [{ failOn: 'leek' }, 'podlock: failOn "leek" in cdk8s.yaml; allowed: leak, risk, advice'],
  [{ failon: 'leak' }, 'podlock: no property failon in cdk8s.yaml; allowed: failOn, workload'],
])('fails on properties that do not exist: %j', (properties, message) => {
  expect(() => new PodlockValidation(properties as object)).toThrow(message);
});
