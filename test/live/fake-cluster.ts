import type { Answer, Cluster, ContainerPlace, ExecOutcome, Method } from '../../lib/live/cluster';
import { ClusterError, refusalOf } from '../../lib/live/cluster-error';
import type { Fields } from '../../lib/manifest/plain-value';
import { handWritten } from '../locks/closed-manifests';
import type { LockedManifests, Loose } from '../locks/locked-manifests';

/** What a container of the healthy Pod tells, by the sections of look.sh. */
function healthyLook(container: string): Record<string, string> {
  const isGluetun = container === 'gluetun';
  const none = '0000000000000000';
  const status = (mask: string) => `Uid:\t0\t0\t0\t0\nCapEff:\t${mask}\nCapBnd:\t${mask}\nNoNewPrivs:\t1`;
  const mask = isGluetun ? '0000000000001403' : none;
  const mangle = `*mangle
:OUTPUT DROP [7:420]
[0:0] -A OUTPUT -o lo -j ACCEPT
[9:900] -A OUTPUT -o tun0 -j ACCEPT
[9:900] -A OUTPUT -m mark --mark 0xca6c -j ACCEPT
COMMIT
*filter
:OUTPUT DROP [0:0]
COMMIT
# read`;
  const gluetunOnly = {
    'gluetun-address': '185.10.10.10',
    'forwarded-port': '',
    health: 'healthy',
    'save iptables': mangle,
    'save ip6tables': mangle,
  };
  return {
    network: 'net:[4026532399]',
    'node-network': '',
    'first-process': isGluetun ? 'gluetun-entrypo' : 'qbittorrent-nox',
    status: status(mask),
    'own-status': status(mask),
    mounts: 'overlay / overlay rw 0 0\nproc /proc proc rw 0 0',
    environment: 'PATH\nKUBERNETES_SERVICE_HOST\nTZ',
    'service-links': '10.43.0.1:443',
    'resolv-conf': 'nameserver 127.0.0.1',
    interfaces: 'eth0 2\nlo 1\ntun0 3',
    ipv6: '',
    routes: 'Iface\tDestination\tGateway\tFlags\neth0\t00000000\t01002A0A\t0003',
    'sockets-tcp': '  0: 0E9EBF0A:B82C 00000000:0000 0A\n  1: 0100007F:1F40 00000000:0000 0A',
    'sockets-udp': '  0: 00000000:0035 00000000:0000 07',
    addresses: '1: lo    inet 127.0.0.1/8 scope host lo\n3: tun0    inet 10.191.158.14/32 scope global tun0',
    rules: '0:\tfrom all lookup local\n101:\tnot from all fwmark 0xca6c lookup 51820',
    ...(isGluetun ? gluetunOnly : {}),
    end: '',
  };
}

/** What a test changes about the healthy cluster. */
export interface FakeOptions {
  /** Changes the objects. */
  readonly change?: (manifests: LockedManifests) => void;
  /** Sections of a look that differ, by container. */
  readonly look?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How a connection ends: `container name-or-host` to the words of curl. @default - silent from the Pod, connected from the canary */
  readonly connection?: (
    container: string,
    host: string,
    port: string,
    from: string,
    held: boolean,
  ) => string | undefined;
  /** Paths that answer 403. */
  readonly forbidden?: RegExp;
  /** Whether exec is forbidden. */
  readonly execForbidden?: boolean;
  /** Whether the API server takes an unlocked Pod. */
  readonly takesUnlockedPods?: boolean;
}

const podName = 'qbittorrent-7694cb4df6-894pw';
const connected = '52\tconnected after 0.004';
const silent = '28\tconnected after 0.000000';

/** A cluster with the hand-written Pod with every lock closed, as the API server and its containers would tell of it. */
export class FakeCluster implements Cluster {
  readonly context = 'fake';
  readonly namespace = 'downloads';
  /** Every request that changed something. */
  readonly changes: string[] = [];
  private readonly manifests = handWritten();
  private isHeld = false;

  constructor(private readonly options: FakeOptions = {}) {
    this.manifests.service.metadata.namespace = 'downloads';
    options.change?.(this.manifests);
  }

  async get(path: string): Promise<Fields> {
    const answer = await this.request('GET', path);
    if (answer.status === 200) return answer.body;
    throw refusalOf(answer, `reading ${path}`);
  }

  async request(method: Method, path: string, body?: unknown): Promise<Answer> {
    if (this.options.forbidden?.test(`${method} ${path}`))
      return { status: 403, body: { message: `forbidden: ${path}` } };
    if (method === 'GET') return this.read(path);
    if (path.includes('dryRun')) return this.judge();
    this.changes.push(`${method} ${path.replace(/canary-[0-9a-f]+/g, 'canary-X')}`);
    if (method === 'POST' && path.includes('networkpolicies')) this.isHeld = true;
    return { status: 201, body: body as Fields };
  }

  private judge(): Answer {
    if (this.options.takesUnlockedPods) return { status: 201, body: {} };
    return { status: 422, body: { message: "ValidatingAdmissionPolicy 'locks' denied request: no gluetun" } };
  }

  private read(path: string): Answer {
    const found = this.objects(path);
    return found === undefined ? { status: 404, body: { message: 'not found' } } : { status: 200, body: found };
  }

  private objects(path: string): Fields | undefined {
    const list = (kind: string) => ({
      items: this.manifests.documents.filter(({ object }) => object.kind === kind).map(({ object }) => object),
    });
    const slice = (address: string, port: number) => ({
      items: [{ endpoints: [{ addresses: [address] }], ports: [{ protocol: 'TCP', port }] }],
    });
    const answers: readonly (readonly [RegExp, () => Fields])[] = [
      [/fieldSelector|namespaces\?/, () => ({ items: [] })],
      [/\/pods\/podlock-canary/, () => ({ status: { phase: 'Running' } })],
      [/\/pods$/, () => ({ items: [this.pod(), ...this.barePods()] })],
      [
        /replicasets\//,
        () => ({ metadata: { name: 'rs', namespace: 'downloads', ownerReferences: owner('Deployment', 'd') } }),
      ],
      [/deployments\//, () => this.manifests.deployment],
      [/\/services\/kube-dns/, () => ({ spec: { clusterIP: '10.43.0.10' } })],
      [/default\/endpointslices/, () => slice('10.44.0.2', 6443)],
      [/kube-system\/endpointslices/, () => slice('10.42.0.2', 53)],
      [/networkpolicies$/, () => list('NetworkPolicy')],
      [/services$/, () => list('Service')],
      [/validatingadmissionpolicies$/, () => list('ValidatingAdmissionPolicy')],
      [/validatingadmissionpolicybindings$/, () => list('ValidatingAdmissionPolicyBinding')],
      [/namespaces\/downloads$/, () => this.manifests.object('Namespace')],
    ];
    return answers.find(([pattern]) => pattern.test(path))?.[1]();
  }

  private barePods(): Loose[] {
    return this.manifests.documents.filter(({ object }) => object.kind === 'Pod').map(({ object }) => object);
  }

  private pod(): Loose {
    const { template } = this.manifests.deployment.spec;
    const container = (name: string, seconds: number) => ({
      name,
      imageID: `docker.io/fake/${name}@sha256:abc`,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: `2026-01-01T00:00:0${seconds}Z` } },
    });
    return {
      metadata: {
        ...template.metadata,
        name: podName,
        namespace: 'downloads',
        uid: 'u',
        ownerReferences: owner('ReplicaSet', 'rs'),
      },
      spec: { ...template.spec, nodeName: 'node' },
      status: {
        phase: 'Running',
        hostIP: '10.44.0.2',
        podIPs: [{ ip: '10.42.0.7' }],
        initContainerStatuses: [container('guard', 1), container('gluetun', 2), container('configure', 3)],
        containerStatuses: [container('qbittorrent', 4)],
      },
    };
  }

  async exec({ container }: ContainerPlace, command: readonly string[]): Promise<ExecOutcome> {
    if (this.options.execForbidden) throw new ClusterError('forbidden', `exec into ${container}: forbidden`);
    const [, , , name, ...args] = command;
    const output = name === 'look' ? this.look(container) : this.answers(container, args);
    return { code: 0, output, errors: '' };
  }

  private look(container: string): string {
    const sections = { ...healthyLook(container), ...this.options.look?.[container] };
    return Object.entries(sections)
      .map(([name, text]) => `@@ ${name}\n${text}\n`)
      .join('');
  }

  private answers(container: string, [url, device, , question, ...words]: readonly string[]): string {
    const lines: string[] = [];
    for (let at = 0; at + 3 < words.length; at += 4) {
      const [name = '', host = '', port = '', from = ''] = words.slice(at, at + 4);
      lines.push(`${name}\tcurl\t${this.connect(container, host, port, from)}`);
    }
    if (url) lines.push(`ask\tcurl\t0\t${container === 'canary' ? '198.51.100.1' : 'ip=185.10.10.10'}`);
    if (device) lines.push('frame\tarping\t1\tarping: socket: Operation not permitted');
    if (question) lines.push('resolve\tnslookup\t0\tServer: 127.0.0.1 Address: 127.0.0.1:53 Name: example.com');
    if (question) lines.push('control\tcurl\t0\t401');
    return lines.map((line) => `@@\t${line}\n`).join('');
  }

  private connect(container: string, host: string, port: string, from: string): string {
    const said = this.options.connection?.(container, host, port, from, this.isHeld);
    if (said !== undefined) return said;
    if (container === 'canary') return this.isHeld || host === '10.42.0.7' ? silent : connected;
    return host === '1.1.1.1' && from === '' ? connected : silent;
  }
}

function owner(kind: string, name: string): unknown {
  return [{ apiVersion: 'apps/v1', kind, name, uid: `${kind}-uid`, controller: true }];
}
