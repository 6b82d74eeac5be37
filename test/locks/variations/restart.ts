import { editScript, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'a StatefulSet runs one Pod',
    change: ({ deployment }) => {
      deployment.kind = 'StatefulSet';
      delete deployment.spec.strategy;
    },
  },
  {
    name: 'the leftover rules are removed by their table',
    change: ({ gluetun }) => editScript(gluetun, [/rule del pref 101/, 'rule delete table 51820']),
  },
  {
    name: 'gluetun leaves its restart to the kubelet',
    change: ({ gluetun }) => {
      setVariable(gluetun, 'HEALTH_RESTART_VPN', 'off');
      gluetun.livenessProbe = { exec: gluetun.startupProbe.exec };
    },
  },
];
