import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { type Outcome, run } from './command';
import { eventually } from './eventually';
import { cache } from './images';
import { vpnKeys } from './internet';
import { apply, execute, isReady, kubectl, type Pod, podsOf, statusOf } from './kubectl';
import { deploymentSpec, only } from './manifests';
import { own, removeEverything } from './our-namespaces';

/** The WebUI's password that the tests choose. */
export const password = `e2e-${randomBytes(8).toString('hex')}`;

/** Secrets of the declaration, by what is in them. */
const secretNames = { vpn: 'airvpn-wireguard', webUi: 'qbittorrent-webui', login: 'client-login' };

const configFile = 'qBittorrent/qBittorrent.conf';

/** The Pod of dist/ with stand-ins for its images, on the cluster. */
export class LockedPod {
  readonly namespace: string;
  private readonly labels: string;
  private readonly volumes = join(cache, 'volumes');

  constructor(
    private readonly objects: readonly KubernetesObject[],
    private readonly client: 'qbittorrent' | 'transmission' = 'qbittorrent',
  ) {
    const deployment = only(objects, 'Deployment');
    this.namespace = deployment.metadata.namespace ?? 'default';
    const labels = Object.entries(deploymentSpec(deployment).selector.matchLabels ?? {});
    this.labels = labels.map(([name, value]) => `${name}=${value}`).join(',');
  }

  /** Makes the namespace and what the user brings: volumes and Secrets. What a killed run left goes first. */
  async prepare(keys: typeof vpnKeys = vpnKeys): Promise<void> {
    await this.uninstall();
    await apply([this.namespaceObject()]);
    await own(this.namespace);
    await this.writeKeys(keys);
    // The one-liner of the README, into kubectl.
    const podlock = resolve(__dirname, '../../bin/podlock.js');
    const args = [podlock, 'webui-password', '--client', this.client, '--namespace', this.namespace];
    args.push('--secret', secretNames.webUi, '--login-secret', secretNames.login);
    await kubectl(['apply', '-f', '-'], await run(process.execPath, args, { input: `${password}\n` }));
    const claims = this.objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
    await apply(claims.map((claim) => this.volumeFor(claim)));
  }

  /** The namespace as dist/ declares it, or a plain one where it was left out. */
  private namespaceObject(): KubernetesObject {
    const declared = this.objects.find(({ kind }) => kind === 'Namespace');
    return declared ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace } };
  }

  async writeKeys({ privateKey, presharedKey }: typeof vpnKeys): Promise<void> {
    const stringData = { wireguard_private_key: privateKey, wireguard_preshared_key: presharedKey };
    const metadata = { name: secretNames.vpn, namespace: this.namespace };
    await apply([{ apiVersion: 'v1', kind: 'Secret', metadata, stringData }]);
  }

  /** Puts a qBittorrent.conf into the volume of /config, as a compose host would leave it. */
  writeConfig(content: string, owner: { readonly user: number; readonly group: number }): void {
    const file = join(this.folder(this.configClaim()), configFile);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    for (const path of [dirname(file), file]) chownSync(path, owner.user, owner.group);
  }

  readConfig(): string {
    return readFileSync(join(this.folder(this.configClaim()), configFile), 'utf8');
  }

  private configClaim(): string {
    const claim = this.objects.find(
      ({ kind, metadata }) => kind === 'PersistentVolumeClaim' && /config/.test(metadata.name),
    );
    if (claim === undefined) throw new Error('dist/ has no claim for /config');
    return claim.metadata.name;
  }

  private folder(claim: string): string {
    return join(this.volumes, `${this.namespace}-${claim}`);
  }

  /** A folder of this machine, open to all as k3s's local-path provisioner makes it, bound to the claim beforehand. */
  private volumeFor({ metadata: { name }, ...claim }: KubernetesObject): KubernetesObject {
    const path = this.folder(name);
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o777);
    const { accessModes, resources } = claim['spec'] as { accessModes: string[]; resources: { requests: unknown } };
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${this.namespace}-${name}`, labels: { 'podlock-e2e': 'made-by-tests' } },
      spec: {
        accessModes,
        capacity: resources.requests,
        hostPath: { path },
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace: this.namespace, name },
      },
    };
  }

  /** Applies everything. @returns what kubectl warned of */
  async install(): Promise<string> {
    return apply(this.objects);
  }

  /** Removes it, and whatever else the tests made. */
  async uninstall(): Promise<void> {
    await removeEverything();
    rmSync(this.volumes, { recursive: true, force: true });
  }

  /** Replaces the Pod by a new one, at once. */
  async recreate(): Promise<void> {
    await kubectl(['delete', 'pods', '-n', this.namespace, '-l', this.labels, '--grace-period=1', '--wait']);
  }

  /** The one Pod, as soon as there is one. */
  pod(): Promise<Pod> {
    return eventually('a Pod', 30, async () => (await podsOf(this.namespace, this.labels))[0]);
  }

  /** Waits until a container was started for the first time, or again. @returns its Pod */
  started(container: string, seconds: number, restarts = 0): Promise<Pod> {
    return eventually(`${container} to run (restart ${restarts})`, seconds, async () => {
      const pod = await this.pod();
      const status = statusOf(pod, container);
      return status?.state.running !== undefined && status.restartCount >= restarts ? pod : undefined;
    });
  }

  ready(seconds: number): Promise<Pod> {
    return eventually('the Pod to be ready', seconds, async () => {
      const pod = await this.pod();
      return isReady(pod) ? pod : undefined;
    });
  }

  async inContainer(container: string, ...command: string[]): Promise<Outcome> {
    const pod = (await this.pod()).metadata.name;
    return execute({ namespace: this.namespace, pod, container }, ...command);
  }

  inClient(...command: string[]): Promise<Outcome> {
    return this.inContainer(this.client, ...command);
  }

  async isHealthy(): Promise<boolean> {
    return (await this.inContainer('gluetun', '/gluetun-entrypoint', 'healthcheck')).code === 0;
  }

  /** Keeps a UDP flow and a TCP connection of the client alive until the returned process ends. */
  async startTraffic(address: string): Promise<ChildProcess> {
    const pod = (await this.pod()).metadata.name;
    const args = ['exec', '-n', this.namespace, pod, '-c', this.client, '--', 'standin', 'flow', address];
    return spawn('kubectl', args, { stdio: 'ignore' });
  }

  /** A cluster-internal address of the Service: the first port is the WebUI's. */
  async webUi(): Promise<string> {
    const name = only(
      this.objects.filter(({ metadata }) => !metadata.name.endsWith('-webui')),
      'Service',
    ).metadata.name;
    const jsonpath = 'jsonpath={.spec.clusterIP}:{.spec.ports[?(@.name=="webui")].port}';
    return `http://${await kubectl(['get', 'service', '-n', this.namespace, name, '-o', jsonpath])}`;
  }
}
