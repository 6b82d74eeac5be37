import { setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the probe asks the health server over HTTP',
    change: ({ gluetun }) => {
      setVariable(gluetun, 'HEALTH_SERVER_ADDRESS', ':9999');
      gluetun.startupProbe = { httpGet: { port: 9999, path: '/' }, periodSeconds: 5, failureThreshold: 60 };
    },
  },
  {
    name: 'the window is long by its delay',
    change: ({ gluetun }) => {
      gluetun.startupProbe = { exec: gluetun.startupProbe.exec, initialDelaySeconds: 30, failureThreshold: 3 };
    },
  },
  {
    name: 'an init container behind gluetun waits for its health',
    change: ({ pod, gluetun, configure }) => {
      delete gluetun.startupProbe;
      const command = ['/bin/sh', '-c', 'until wget -qO- http://127.0.0.1:9999; do sleep 1; done'];
      pod.initContainers.splice(2, 0, { ...configure, name: 'wait', command, env: [] });
    },
  },
  {
    name: 'another program runs behind the guard, where it reaches nobody',
    change: ({ pod, configure }) => pod.initContainers.splice(1, 0, { ...configure, name: 'permissions' }),
  },
  {
    name: 'a shell asks last and alone',
    change: ({ gluetun }) => {
      const command = ['/bin/sh', '-c', 'test -e /dev/net/tun && exec /gluetun-entrypoint healthcheck 2>/dev/null'];
      gluetun.startupProbe = { exec: { command }, failureThreshold: 30 };
    },
  },
  {
    name: 'a program asks the health server',
    change: ({ gluetun }) => {
      const command = ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9999/'];
      gluetun.startupProbe = { exec: { command }, failureThreshold: 30 };
    },
  },
];
