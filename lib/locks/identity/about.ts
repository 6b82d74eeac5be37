import type { Explanation } from '../lock';

export const about = {
  id: 'identity',
  leak: "A compromised client talks to the API server with the Pod's token, or reaches other processes through a shared namespace.",
  severity: 'risk',
  remedy:
    'Set automountServiceAccountToken and enableServiceLinks to false, and share no process, IPC or host namespace.',
  story:
    "Unless the Pod says otherwise, every container can read a token for the API server. What it asks the API server goes into the tunnel and out at the VPN server, so the provider learns the cluster's addresses too. With a shared process namespace the client reads gluetun's environment, and with hostPID or hostIPC that of the node.",
  example: `spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  # no shareProcessNamespace, hostPID, hostIPC`,
} satisfies Explanation;
