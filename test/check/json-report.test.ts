import { jsonReport } from '../../lib/check/json-report';
import { exampleReport } from './example-report';

test('the whole report, in the shape of version 1', () => {
  const common = {
    path: 'spec.template.spec.dnsPolicy',
    file: 'home/torrent pod.yaml',
    line: 12,
    column: 7,
    message: 'names go elsewhere',
    remedy: 'Set dnsPolicy None.',
  };
  const torrent = { kind: 'Deployment', namespace: 'media', name: 'torrent' };
  const other = { kind: 'Pod', namespace: null, name: 'other' };
  expect(JSON.parse(jsonReport(exampleReport))).toEqual({
    version: 1,
    workloads: [torrent, other],
    findings: [
      { lock: 'dns', severity: 'leak', state: 'open', object: torrent, ...common },
      { lock: 'firewall', severity: 'risk', state: 'unknown', object: other, ...common },
      {
        lock: 'image-pin',
        severity: 'advice',
        state: 'open',
        object: torrent,
        ...common,
        suppressed: { because: 'the node rebuilds it' },
      },
      {
        lock: 'not-kubernetes',
        severity: 'advice',
        state: 'open',
        object: { kind: '', namespace: null, name: '' },
        ...common,
        path: '',
      },
    ],
    errors: [
      {
        reason: 'unreadable-document',
        message: 'is not YAML',
        remedy: 'Correct it.',
        file: 'b.yaml',
        line: 3,
        column: 1,
      },
      { reason: 'no-vpn-pod', message: 'no Pod with gluetun', remedy: 'Look again.' },
    ],
  });
});
