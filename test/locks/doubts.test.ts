import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { handWritten } from './closed-manifests';
import { findingText } from './finding-text';
import { editScript, type LockedManifests } from './locked-manifests';

/** Changes after which nobody can tell, perhaps of several locks; here is what one of them must say. */
const doubts: readonly {
  readonly lock: string;
  readonly name: string;
  change(manifests: LockedManifests): void;
  readonly finding: string;
}[] = [
  {
    lock: 'firewall',
    name: 'the input lacks the post-rules',
    change: (all) => {
      all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
      all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
    },
    finding:
      'leak unknown spec.template.spec.initContainers[1].volumeMounts[2]: volume rules may hold rules that gluetun adds to its own, and the input lacks what is in it',
  },
  {
    lock: 'firewall',
    name: 'the start script reads in a file',
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', '. /etc/gluetun.env\nexec /gluetun']),
    finding:
      "risk unknown spec.template.spec.initContainers[1].args[0]: gluetun's start script runs what the input does not show: . /etc/gluetun.env",
  },
  {
    lock: 'firewall',
    name: 'the start script runs what it decodes',
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', 'eval "$(echo Og== | base64 -d)"\nexec /gluetun']),
    finding:
      "risk unknown spec.template.spec.initContainers[1].args[0]: gluetun's start script runs what the input does not show: eval …",
  },
];

test.each(doubts)('nobody can tell of $lock when $name', ({ lock, change, finding }) => {
  const manifests = handWritten();
  change(manifests);
  const own = locks.filter(({ about }) => about.id === lock);
  expect(checkManifests(manifests.documents, own).findings.map(findingText)).toEqual([finding]);
});
