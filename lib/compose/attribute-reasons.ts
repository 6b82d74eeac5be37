import type { Conversion } from './conversion';
import { entriesOf, keyPath, type Tree } from './tree';

/**
 * What becomes of the attributes of a container that Podlock has no place for: one line an attribute of the compose
 * specification. What was mapped has said so before; docs/compose-import.md is the same table in words.
 */
export const CONTAINER_REASONS: Readonly<Record<string, string>> = {
  annotations: 'labels and annotations of containers are not those of Pods',
  attach: 'it is about the terminal of docker compose up',
  blkio_config: 'Kubernetes does not limit block devices',
  build: 'Podlock builds no images: it needs a reference that the cluster can pull',
  cap_add: 'no container beside gluetun has a capability: it could go past the tunnel',
  cap_drop: 'every capability is dropped already',
  cgroup: 'containers have cgroups of their own',
  cgroup_parent: 'the kubelet sets cgroups',
  command: 'the client starts as its image does, with the settings that Podlock gives it',
  configs: 'files of configs are not mounted: put them into one of the volumes',
  container_name: "the container's name is that of the Pod and its role",
  cpu_count: 'a limit of CPU would throttle the tunnel',
  cpu_percent: 'a limit of CPU would throttle the tunnel',
  cpu_period: 'a limit of CPU would throttle the tunnel',
  cpu_quota: 'a limit of CPU would throttle the tunnel',
  cpu_rt_period: 'Kubernetes has no real-time limits',
  cpu_rt_runtime: 'Kubernetes has no real-time limits',
  cpu_shares: 'requests.cpu of the declaration is its like',
  cpus: 'a limit of CPU would throttle the tunnel',
  cpuset: 'the kubelet assigns CPUs',
  credential_spec: 'it is for Windows',
  depends_on: 'the order is fixed: guard, tunnel, then everything else, and nothing starts before the tunnel is up',
  deploy: 'one replica, recreated: a second one would use the same VPN key and port',
  develop: 'it is for development',
  device_cgroup_rules: 'no container gets devices',
  devices: 'no container beside gluetun gets devices, and gluetun has its own',
  dns: "gluetun's own DNS server is the only one that asks through the tunnel",
  dns_opt: "gluetun's own DNS server is the only one that asks through the tunnel",
  dns_search: "gluetun's own DNS server is the only one that asks through the tunnel",
  domainname: 'the Pod has its own host name',
  entrypoint: 'the client starts as its image does',
  env_file: 'the variables that it holds',
  environment: 'no variable of it is needed',
  expose: 'containers of one Pod reach each other by loopback; others reach the ports of WebUIs',
  extends: 'it is laid in already',
  external_links: 'containers of one Pod reach each other by loopback',
  extra_hosts: "names of one's own are not given to the Pod: names are resolved through the tunnel",
  gpus: 'no container gets devices',
  group_add: 'volumes belong to the group of runAs',
  healthcheck: "the probes are Podlock's own for gluetun and the client",
  hostname: 'the Pod has its own host name',
  image: 'it is pinned in main.ts',
  init: "the Pod's containers have the pause container above them",
  ipc: 'no container shares IPC with another',
  isolation: 'it is for Windows',
  label_file: 'labels of containers are not those of Pods',
  labels: 'labels of containers are not those of Pods; for Traefik and the like the way in is webUi of the declaration',
  links: 'containers of one Pod reach each other by loopback',
  logging: 'the kubelet keeps the logs',
  mac_address: "the CNI's",
  mem_limit: 'it is no quantity of bytes',
  mem_reservation: 'it is no quantity of bytes',
  mem_swappiness: 'Kubernetes does not set it',
  memswap_limit: 'Kubernetes does not set it',
  models: 'it is for local AI models',
  network_mode: 'all containers of the Pod share its network',
  networks: "the Pod's network is the cluster's, behind the guard and a NetworkPolicy",
  oom_kill_disable: 'the kubelet decides who is killed',
  oom_score_adj: 'the kubelet decides who is killed',
  pid: 'no container shares processes with another',
  pids_limit: 'the kubelet limits processes',
  platform: 'the node decides which platform of the image it pulls',
  ports: 'others reach the ports of WebUIs only',
  post_start: 'no commands run beside the program',
  pre_stop: 'no commands run beside the program',
  privileged: 'no container is privileged: it could go past the tunnel',
  profiles: 'the service is imported',
  provider: 'it is run by a program on the compose host',
  pull_policy: 'a pinned image is pulled once',
  pull_refresh_after: 'a pinned image is pulled once',
  read_only: 'the client has it already; a companion can have readOnlyRoot in main.ts',
  restart: 'the kubelet always restarts containers',
  runtime: "the cluster's own runtime",
  scale: 'one replica: a second one would use the same VPN key and port',
  secrets: 'secrets come from Secrets that the declaration names',
  security_opt: 'every container has the strictest profile that works: no new privileges, RuntimeDefault seccomp',
  shm_size: '/dev/shm is that of the runtime',
  stdin_open: 'no terminal is attached',
  stop_grace_period: 'it has 30 seconds, or what terminationGracePeriodSeconds of the client says',
  stop_signal: "the image's own",
  storage_opt: 'volumes are those of "storage"',
  sysctls: 'none is needed; the guard closes IPv6 where there is none',
  tmpfs: '/tmp and /run can be written already',
  tty: 'no terminal is attached',
  ulimits: "the runtime's own",
  use_api_socket: "the container runtime's socket is the node itself",
  user: 'it is "runAs" of the declaration',
  userns_mode: "the runtime's own",
  uts: 'the Pod has its own host name',
  volumes: 'see each of them',
  volumes_from: 'name the volumes themselves, in each service',
  working_dir: "the image's own",
};

/** The last word about every attribute of a container. */
export function accountForAttributes(path: string, tree: Tree, conversion: Conversion): void {
  for (const [key] of entriesOf(tree)) {
    const reason = key.startsWith('x-') ? 'it is a fragment of the file for its own use' : CONTAINER_REASONS[key];
    if (reason !== undefined) conversion.ledger.drop(keyPath(path, key), reason);
  }
}

const TOP_REASONS: Readonly<Record<string, string>> = {
  version: 'compose itself ignores it',
  name: "the project's name is of no use in the cluster",
  include: 'it is laid in already',
  networks: "the Pods' network is the cluster's, behind the guard and a NetworkPolicy",
  volumes: 'volumes are declared where they are mounted',
  secrets: 'secrets come from Secrets that the declaration names',
  configs: 'files of configs are not mounted: put them into one of the volumes',
  models: 'they are for local AI models',
};

/** The last word about everything beside the services. */
export function accountForTheRest(document: Tree, conversion: Conversion): void {
  for (const [key] of entriesOf(document)) {
    const reason = key.startsWith('x-') ? 'it is a fragment of the file for its own use' : TOP_REASONS[key];
    if (reason !== undefined) conversion.ledger.drop(keyPath('', key), reason);
  }
}
