/**
 * Keys that people bring from compose files, charts and other tools, and what they are called here. Not one of them is a
 * key of Podlock: each is refused, with these words.
 */
type ForeignKeys = Readonly<Record<string, string>>;

/** One line for several spellings. */
function foreignKeys(...lines: readonly (readonly [spellings: string, is: string])[]): ForeignKeys {
  return Object.fromEntries(
    lines.flatMap(([spellings, is]) => spellings.split(' ').map((key) => [key, `unknown key; ${is}`])),
  );
}

const RUN_AS = [
  ['PUID puid UID uid user userId', 'the user is "runAs.user"'],
  ['PGID pgid GID gid group groupId', 'the group is "runAs.group"'],
  ['securityContext', 'the user and group are "runAs"; the rest Podlock sets itself'],
  ['TZ tz timeZone', 'the time zone is "timezone"'],
  ['env envs environmentVariables', 'variables are "environment"'],
] as const;

export const CLIENT_KEYS = foreignKeys(
  ...RUN_AS,
  ['port ports webUiPort webuiPort', 'the port for people is "webUi.port", the one for peers "torrentPort" of the Pod'],
  ['volumes volumeMounts mounts', 'folders are "storage" of the Pod'],
  ['storage config downloads', 'folders are "storage" of the Pod, beside "client"'],
  ['tag version', 'the release is part of "image"'],
  ['interface bind', 'the client is bound to the tunnel by Podlock; its name is "gluetun.tunnelInterface"'],
  ['capabilities privileged', 'the client gets no more than it needs: with more it could go past the tunnel'],
);

export const COMPANION_KEYS = foreignKeys(
  ...RUN_AS,
  ['port webUiPort webuiPort', 'the port that others reach is "webUi.port"'],
  ['tag version', 'the release is part of "image"'],
);

export const GLUETUN_KEYS = foreignKeys(
  [
    'env envs environment variables',
    'most variables have a key of their own (npx podlock explain --gluetun lists them), the others are "settings"',
  ],
  ['ports firewall', 'what it lets in follows from "torrentPort", "client.webUi" and the proxies that are exposed'],
  ['provider type', 'the provider is "vpn.provider", the type of tunnel "vpn.type"'],
  ['servers endpoint', 'the servers are "vpn.servers" and "vpn.endpoint"'],
  ['proxy', 'there are "httpProxy" and "shadowsocks"'],
  ['interface', 'its name is "tunnelInterface"'],
);

export const VPN_KEYS = foreignKeys(
  ['dns DNS', 'names are "gluetun.dns"'],
  ['env environment settings', 'variables of gluetun that have no key of their own are "gluetun.settings"'],
  [
    'country countries region regions city cities hostname hostnames server name names',
    'servers are chosen by "servers"',
  ],
  ['port forwardedPort', 'the port for peers is "torrentPort" of the Pod'],
  ['secret', 'the Secret is "credentials.secret"'],
  ['mtu', 'it is "gluetun.wireguard.mtu"; of OpenVPN, an option in "gluetun.openvpn.flags"'],
  ['interface', 'its name is "gluetun.tunnelInterface"'],
);

export const POD_KEYS = foreignKeys(
  ['resources', 'each container has its own: "client.resources", "gluetun.resources", "companions[…].resources"'],
  [
    'env environment',
    'each container has its own: "client.environment", "gluetun.settings", "companions[…].environment"',
  ],
  ['image', 'each container has its own: "client.image", "gluetun.image", "companions[…].image"'],
  ['dns', 'names are "gluetun.dns"'],
  ['provider', 'it is "vpn.provider"'],
  ['credentials secret', 'the Secret with the VPN keys is "vpn.credentials.secret"'],
  ['port ports', 'the port for peers is "torrentPort", the one for people "client.webUi.port"'],
  ['webUi webui', 'it is "client.webUi"'],
  ['volumes', 'further volumes of the client are "storage.volumes"'],
  ['sidecars containers extraContainers services', 'further containers are "companions"'],
  ['ingress service gateway', 'how people reach the WebUI is "expose"'],
  ['timezone TZ tz', 'it is "client.timezone"'],
  ['runAs PUID PGID puid pgid', 'the user and group are "client.runAs"'],
  ['qbittorrent transmission deluge rtorrent application', 'the client is "client", its name "client.application"'],
  ['replicas', 'a Pod is one: its tunnel and its port are'],
);
