import type { Explanation } from '../lock';

export const about = {
  id: 'raw-sockets',
  leak: "A compromised client writes frames to the Pod's interface past iptables (NET_RAW), or changes the rules themselves (NET_ADMIN, privileged).",
  severity: 'leak',
  remedy:
    'Drop ALL capabilities in every container, forbid privilege escalation, and add NET_ADMIN to gluetun and the guard alone.',
  story:
    "containerd and Docker give every container NET_RAW unless it is dropped. Measured from a client's container, with DROP in iptables' filter and mangle: a frame written to an AF_PACKET socket left the node's uplink, masqueraded as the node, and one with the tunnel's address as its source left even past a NetworkPolicy that denies all egress. With drop ALL the kernel refuses both. 31 of 33 real Pods do not drop ALL on gluetun, one adds SYS_MODULE, one is privileged.",
  example: `containers:
  - name: qbittorrent
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: { drop: [ALL] }
initContainers:
  - name: gluetun
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: { drop: [ALL], add: [NET_ADMIN, NET_BIND_SERVICE, CHOWN, DAC_OVERRIDE] }`,
} satisfies Explanation;
