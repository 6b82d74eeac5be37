/**
 * Where check and admission differ, by the name of the mutation or variation, and why. The check reads scripts and the
 * other documents of its input; the API server has one object, and refuses what it cannot see.
 */
export const apart: Readonly<
  Record<string, { readonly stricter?: readonly string[]; readonly unseen?: readonly string[] }>
> = {
  // What it refuses although the lock is closed.
  'post-rules tighten the firewall': { stricter: ['firewall'] }, // the rules are in a ConfigMap
  'the ServiceAccount hands out no token': { stricter: ['identity'] }, // that is in the ServiceAccount
  'qBittorrent.conf is a ConfigMap of the input': { stricter: ['interface-binding'] },
  'gluetun leaves its restart to the kubelet': { stricter: ['restart'] }, // a liveness probe on gluetun is never right with our Pods
  'the probe asks the health server over HTTP': { stricter: ['startup-gate'] }, // one spelling of the probe, so that none can be wrong
  'an init container behind gluetun waits for its health': { stricter: ['startup-gate'] },
  'the WebUI alone is open on the node': { stricter: ['torrent-port'] }, // the client's own settings may say which port is which
  'the guard pins the endpoint and tells answers apart by their address': { stricter: ['uplink'] }, // CEL reads lines, not rules
  'the guard restores a whole table from a file that it writes': { stricter: ['uplink'] },
  "the guard's script is in a ConfigMap of the input": { stricter: ['uplink'] },
  "gluetun's own start script sets the rules before it becomes gluetun": { stricter: ['firewall', 'uplink'] },

  // What it cannot see.
  'another client of the Pod is bound to nothing': { unseen: ['interface-binding'] }, // which client reads which setting
};
