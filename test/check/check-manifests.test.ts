import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { handWritten } from '../locks/closed-manifests';

test('findings come in the same order, whatever the order of the documents and the locks', () => {
  const { documents, pod, gluetun } = handWritten();
  delete pod.dnsPolicy;
  delete gluetun.startupProbe;
  pod.hostPID = true;
  const { findings } = checkManifests(documents, locks);
  expect(findings.map(({ lock, severity, line }) => `${line} ${lock} ${severity}`)).toEqual([
    '23 dns leak',
    '54 startup-gate leak',
    '23 identity risk',
  ]);
  expect(checkManifests([...documents].reverse(), [...locks].reverse()).findings).toEqual(findings);
});

test('a hidden guard is unknown, never fine', () => {
  const manifests = handWritten();
  delete manifests.guard.args;
  delete manifests.guard.command;
  const { findings } = checkManifests(manifests.documents, locks);
  expect(findings.map(({ lock, state, message }) => `${lock} ${state}: ${message}`)).toEqual([
    'uplink unknown: guard may set the rules that hold eth0, but what it runs is not in the input',
    'raw-sockets open: guard has NET_ADMIN, with which it changes the firewall and the routes',
    'startup-gate unknown: guard starts before gluetun and may be a guard, but what it runs is not in the input',
  ]);
});

test('a guard in a language that Podlock does not read is unknown', () => {
  const manifests = handWritten();
  manifests.guard.args = ['nft add table inet mine'];
  const { findings } = checkManifests(manifests.documents, locks);
  expect(findings.map(({ lock, state, message }) => `${lock} ${state}: ${message}`)).toEqual([
    'uplink unknown: guard uses a program whose rules Podlock cannot read: nft add table inet mine',
  ]);
});
