import type { Explanation } from '../lock';

export const about = {
  id: 'inbound',
  leak: "Other Pods reach gluetun's control server, DNS or proxy at the Pod's address, and any container that shares its loopback stops or re-points the VPN.",
  severity: 'risk',
  remedy:
    "Bind the control server to 127.0.0.1, demand an API key that only gluetun knows, and admit only the WebUI's port by a NetworkPolicy.",
  story:
    "On v3.41.0 any Pod of the cluster could stop the VPN with one PUT to port 8000 of the Pod, without a password; gluetun's DNS server answered everybody too. Binding the control server to 127.0.0.1 keeps other Pods out but not the client, which shares that loopback: measured, its PUT stopped and started the VPN. 5 of 33 real Pods offer an HTTP or SOCKS proxy without authentication as a Service.",
  example: `env:
  - name: HTTP_CONTROL_SERVER_ADDRESS
    value: 127.0.0.1:8000
  - name: HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE # a key from a Secret, or one made anew at every start
    valueFrom: { secretKeyRef: { name: gluetun-control, key: role } }
---
kind: NetworkPolicy
spec:
  policyTypes: [Ingress, Egress]
  ingress:
    - ports: [{ protocol: TCP, port: 8080 }] # the WebUI alone`,
} satisfies Explanation;
