import type { Explanation } from '../lock';

export const about = {
  id: 'egress-policy',
  leak: 'Nothing outside the Pod stops a packet that got past the locks inside it.',
  severity: 'risk',
  remedy:
    'Add a NetworkPolicy that selects the Pod, has policy type Egress, and allows only the VPN endpoint: its address and port, or its port to public addresses.',
  story:
    "A NetworkPolicy stands outside the Pod, where nothing that goes wrong inside can open it: measured, it stopped the frames that a client wrote past iptables with the Pod's address (those with the tunnel's address it does not match, so it is no lock to have alone). 26 of 33 real Pods have none, or a file that nothing applies; 3 allow the whole internet; not one names the VPN endpoint. A policy with only ingress rules restricts no egress.",
  example: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
spec:
  podSelector: { matchLabels: { app: torrent } }
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{ ipBlock: { cidr: 203.0.113.7/32 } }] # the VPN server
      ports: [{ protocol: UDP, port: 51820 }]`,
} satisfies Explanation;
