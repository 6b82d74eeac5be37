import { editScript } from '../locked-manifests';
import type { Detail } from './detail';

export const details: readonly Detail[] = [
  {
    name: 'the input lacks the post-rules',
    change: (all) => {
      all.pod.volumes.push({ name: 'rules', configMap: { name: 'rules' } });
      all.gluetun.volumeMounts.push({ name: 'rules', mountPath: '/iptables' });
    },
    findings: [
      'leak unknown spec.template.spec.initContainers[1].volumeMounts[2]: volume rules may hold rules that gluetun adds to its own, and the input lacks what is in it',
    ],
  },
  {
    name: 'the start script reads in a file',
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', '. /etc/gluetun.env\nexec /gluetun']),
    findings: [
      "risk unknown spec.template.spec.initContainers[1].args[0]: gluetun's start script runs what the input does not show: . /etc/gluetun.env",
    ],
  },
  {
    name: 'the start script runs what it decodes',
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', 'eval "$(echo Og== | base64 -d)"\nexec /gluetun']),
    findings: [
      "risk unknown spec.template.spec.initContainers[1].args[0]: gluetun's start script runs what the input does not show: eval …",
    ],
  },
];
