import { set } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the client runs as root with what its init needs',
    change: ({ client }) =>
      set(client.securityContext, 'capabilities', {
        drop: ['all'],
        add: ['CHOWN', 'SETUID', 'SETGID', 'DAC_OVERRIDE', 'FOWNER', 'KILL'],
      }),
  },
  {
    name: 'gluetun makes its own tun device',
    change: ({ gluetun }) => gluetun.securityContext.capabilities.add.push('MKNOD'),
  },
  {
    name: 'the guard uses iptables-legacy',
    change: ({ guard }) => guard.securityContext.capabilities.add.push('NET_RAW'),
  },
];
