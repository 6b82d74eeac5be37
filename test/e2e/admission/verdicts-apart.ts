import { hiddenPrograms } from '../../locks/mutations/uplink-programs';

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
  'the start script marks what private addresses ask by eth0': { stricter: ['firewall'] },

  'the Secret comes out of a store, which tells its keys: none is a setting of gluetun': { stricter: ['vpn-secrets'] },
  // Where Podlock sets both variables itself, what else may set them says nothing: the policy wants to see no such source.
  'what the input lacks may set the firewall': { stricter: ['firewall'] },

  // What it cannot see.
  'another client of the Pod is bound to nothing': { unseen: ['interface-binding'] }, // which client reads which setting

  // CEL takes any one port of any one private host for a declared one: the reasons stand in an annotation of the Deployment.
  'a declared host is let out on another port': { unseen: ['uplink'] },
  'a declared host is let out by the other protocol': { unseen: ['uplink'] },
  'the neighbour of a declared host is let out': { unseen: ['uplink'] },
  'a companion has a resolv.conf of its own': { unseen: ['dns'] },
  'the liveness probe of a companion always fails': { unseen: ['restart'] },
  'a companion is a torrent client that nothing binds': { unseen: ['interface-binding'] },

  // What the check reads and the policy does not yet: scripts, hooks, mounts of the node beyond the worst, roles.
  'the start script writes the nameserver of the cluster': { unseen: ['dns'] },
  'the client brings its own resolv.conf': { unseen: ['dns'] },
  'the client brings a resolv.conf that the input lacks': { unseen: ['dns'] },
  'a hook of the client writes a public nameserver': { unseen: ['dns'] },
  'a variable of the start script lets the client out': { unseen: ['firewall'] },
  'the client can write the settings of gluetun': { unseen: ['firewall'] },
  'the client can write what HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH names': { unseen: ['firewall'] },
  'the client can write what WIREGUARD_CONF_SECRETFILE names': { unseen: ['firewall'] },
  'the client can write what OPENVPN_CUSTOM_CONFIG names': { unseen: ['firewall'] },
  'the client can write what the start script gives gluetun as its keys': { unseen: ['firewall'] },
  'the client can write the programs of the guard': { unseen: ['firewall', 'uplink'] },
  'the client mounts /etc/cron.d of its node': { unseen: ['identity'] },
  'the client mounts /etc/ of its node': { unseen: ['identity'] },
  'the client mounts // of its node': { unseen: ['identity'] },
  'the client mounts /./ of its node': { unseen: ['identity'] },
  'the client mounts /run/systemd of its node': { unseen: ['identity'] },
  'the client mounts /dev of its node': { unseen: ['identity'] },
  'the client mounts /dev/sda of its node': { unseen: ['identity'] },
  'the client mounts /usr of its node': { unseen: ['identity'] },
  'the client mounts /bin of its node': { unseen: ['identity'] },
  'the client mounts /lib64 of its node': { unseen: ['identity'] },
  'the client mounts /boot of its node': { unseen: ['identity'] },
  'the client mounts /home of its node': { unseen: ['identity'] },
  'the client mounts /home/me of its node': { unseen: ['identity'] },
  'the client mounts /home/me/.ssh of its node': { unseen: ['identity'] },
  'the client mounts /opt of its node': { unseen: ['identity'] },
  'the client mounts /opt/cni/bin of its node': { unseen: ['identity'] },
  'the client mounts /var/ of its node': { unseen: ['identity'] },
  'the client mounts /var/log of its node': { unseen: ['identity'] },
  'the client mounts /var/spool/cron of its node': { unseen: ['identity'] },
  'the client has the tunnel device': { unseen: ['identity'] },
  'the client mounts a socket of its node: /srv/app/proxy': { unseen: ['identity'] },
  'the client mounts a socket of its node: /srv/app/proxy.sock': { unseen: ['identity'] },
  'a Secret stands where the token would': { unseen: ['identity'] },
  'the default role of the control server is \'{"auth":"apikey","apikey":""}\'': { unseen: ['inbound'] },
  'the default role of the control server is \'{"auth":"basic","username":"me","password":""}\'': {
    unseen: ['inbound'],
  },
  'the default role of the control server is \'{"auth":"none","name":"\\"auth\\":\\"apikey\\""}\'': {
    unseen: ['inbound'],
  },
  'the default role of the control server is "{\\"auth\\":\\"apikey\\",\\"apikey\\":\\"\\",\\"name\\":\\"$(id)\\"}"': {
    unseen: ['inbound'],
  },
  'the default role of the control server is \'{"auth":"apikey","apikey":"podlock"}\'': { unseen: ['inbound'] },
  'a role of another file lets every container stop the VPN': { unseen: ['inbound'] },
  'the input lacks the name of the file with the roles': { unseen: ['inbound'] },
  'a role of the file lets every container stop the VPN': { unseen: ['inbound'] },
  'the init container with the settings runs nothing': { unseen: ['interface-binding'] },
  'the init container with the settings mounts nothing of the client': { unseen: ['interface-binding'] },
  'the init container with the settings mounts another volume than the client': { unseen: ['interface-binding'] },
  'the init container with the settings does not use its variable': { unseen: ['interface-binding'] },
  'another container declares the forwarded port': { unseen: ['interface-binding'] },
  'the liveness probe always fails': { unseen: ['restart'] },
  'another network has the name of the tunnel: [{"name": "lan", "interface": "tun0"}]': {
    unseen: ['shared-namespace'],
  },
  'another network has the name of the tunnel: default/lan@tun0': { unseen: ['shared-namespace'] },
  'gluetun’s command starts another program': { unseen: ['startup-gate'] },
  'a ConfigMap takes the place of gluetun’s program': { unseen: ['startup-gate'] },
  'gluetun asks a neighbour whether the tunnel works': { unseen: ['startup-gate'] },
  'another Secret is filled from where the keys come from, and the client reads it': { unseen: ['vpn-secrets'] },
  'the client mounts a Secret with the whole item of the store that has the keys': { unseen: ['vpn-secrets'] },
  'gluetun asks a Service by its short name whether the tunnel works': { unseen: ['startup-gate'] },
  '/etc/hosts leads the name that gluetun asks to a neighbour': { unseen: ['startup-gate'] },
  '/etc/hosts leads whom gluetun asks by default to a neighbour': { unseen: ['startup-gate'] },
  "gluetun's start script removes the guard's rules": { stricter: ['firewall'], unseen: ['uplink'] },
  'gluetun opens the guard before it ends': { unseen: ['uplink'] },
  'a probe of gluetun removes a rule of the guard': { unseen: ['uplink'] },
  'gluetun opens the guard whenever it has a port': { unseen: ['uplink'] },
  "gluetun's start script gives the tunnel's name to eth0": { unseen: ['uplink'] },
  "gluetun's start script says iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 1": {
    stricter: ['firewall'],
    unseen: ['uplink'],
  },
  "gluetun's start script says iptables -t mangle -I PREROUTING -i eth0 -j CONNMARK --set-mark 1": {
    stricter: ['firewall'],
    unseen: ['uplink'],
  },
  "gluetun's start script says ip6tables -t raw -I PREROUTING -i eth0 -j CONNMARK --set-mark 1": {
    stricter: ['firewall'],
    unseen: ['uplink'],
  },
  "gluetun's start script says iptables -t nat -A PREROUTING -i eth0 -p tcp -j CONNMARK --set-mark 1": {
    stricter: ['firewall'],
    unseen: ['uplink'],
  },
  "gluetun's start script says iptables -t mangle -A INPUT -i eth0 -j CONNMARK --set-xmark 0x1/0x1": {
    stricter: ['firewall'],
    unseen: ['uplink'],
  },
  'a second guard opens the first': { stricter: ['raw-sockets'], unseen: ['uplink'] },
  'the guard answers connections that nobody marked': { unseen: ['uplink'] },
  "the guard gives every packet the tunnel's mark": { unseen: ['uplink'] },
  'the guard runs a file that nobody sees': { unseen: ['uplink'] },
  ...Object.fromEntries(hiddenPrograms.map(({ name }) => [name, { unseen: ['uplink'] }])),
  'the policy has a version that Kubernetes serves no more': { unseen: ['inbound'] }, // one object at a time
  'gluetun copies the keys to a volume of the client': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys in way 1 to a volume of the client': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys in way 2 to a volume of the client': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys in way 3 to a volume of the client': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys in way 4 to a volume of the client': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys in way 5 to a volume of the client': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys to a volume of the client by its readinessProbe': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys to a volume of the client by its lifecycle.preStop': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys to a volume of the client by its lifecycle.postStart': { unseen: ['vpn-secrets'] },
  'gluetun copies the keys to a volume of the client when the tunnel is up': { unseen: ['vpn-secrets'] },
  'gluetun prints the keys': { unseen: ['vpn-secrets'] },
  'a key stands in a variable of the client': { unseen: ['vpn-secrets'] },
  'a shell asks last and alone': { stricter: ['startup-gate'] },
  'a program asks the health server': { stricter: ['startup-gate'] },
  'the guard marks in a chain that only private addresses enter, and not from the tunnel': { stricter: ['uplink'] },
  'the guard answers public addresses too': { unseen: ['uplink'] }, // it does not ask whom a mark is for
  'the guard answers private addresses and one that is public': { unseen: ['uplink'] },
  'the client reads a profile that the input does not show': { unseen: ['interface-binding'] },
  'the client reads another configuration': { unseen: ['interface-binding'] },
  'a variable gives the client another profile': { unseen: ['interface-binding'] },
  'the init container with the settings ends at once': { unseen: ['interface-binding'] },
  'the init container with the settings edits them at its end': { unseen: ['interface-binding'] },
  'the client edits its settings before it starts': { unseen: ['interface-binding'] },
  'a second section of the settings empties the interface': { unseen: ['interface-binding'] },
  'a volume at /config/qBittorrent stands before the settings': { unseen: ['interface-binding'] },
  'a volume at /app/qBittorrent/config stands before the settings': { unseen: ['interface-binding'] },
  'a volume at /app stands before the settings': { unseen: ['interface-binding'] },
  'the client mounts another folder of the volume with its settings': { unseen: ['interface-binding'] },
  'the client mounts the keys by the CSI driver that gluetun has them from': { unseen: ['vpn-secrets'] },
  'the client mounts what fills the Secret with the keys': { unseen: ['vpn-secrets'] },
};
