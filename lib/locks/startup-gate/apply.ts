import { healthcheck } from '../../pod/gluetun';
import type { Apply } from '../lock';

const probePeriodSeconds = 1;
/** Time for pulling images, on top of the time that the tunnel may take. */
const pullSeconds = 300;

/**
 * The kubelet starts nothing behind a native sidecar before its startup probe succeeds. The short period lets the client
 * start within about a second of the tunnel.
 */
export const apply: Apply = ({ declaration, gluetun, deploymentSpec }) => {
  const window = declaration.gluetun.startupWindowSeconds;
  gluetun.place = 'sidecar';
  gluetun.container.restartPolicy = 'Always';
  gluetun.container.startupProbe = {
    exec: { command: healthcheck },
    periodSeconds: probePeriodSeconds,
    timeoutSeconds: 5,
    failureThreshold: Math.ceil(window / probePeriodSeconds),
  };
  deploymentSpec.progressDeadlineSeconds = window + pullSeconds;
};
