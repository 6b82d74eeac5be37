import type { CheckReport } from '../../lib/check/check-sources';
import type { Finding } from '../../lib/check/finding';

/** A finding that says little. */
export const exampleFinding: Finding = {
  lock: 'dns',
  severity: 'leak',
  state: 'open',
  object: { kind: 'Deployment', namespace: 'media', name: 'torrent' },
  path: 'spec.template.spec.dnsPolicy',
  file: 'home/torrent pod.yaml',
  line: 12,
  column: 7,
  message: 'names go elsewhere',
  remedy: 'Set dnsPolicy None.',
};

/** One of everything that a report can hold. */
export const exampleReport: CheckReport = {
  workloads: [exampleFinding.object, { kind: 'Pod', name: 'other' }],
  findings: [
    exampleFinding,
    { ...exampleFinding, lock: 'firewall', severity: 'risk', state: 'unknown', object: { kind: 'Pod', name: 'other' } },
    { ...exampleFinding, lock: 'image-pin', severity: 'advice', suppressed: { because: 'the node rebuilds it' } },
    { ...exampleFinding, lock: 'not-kubernetes', severity: 'advice', object: { kind: '', name: '' }, path: '' },
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
};
