import { hostname, userInfo } from 'node:os';
import type { Cluster } from '../live/cluster';
import { ClusterError, refusalOf } from '../live/cluster-error';
import { type Fields, fieldsOf, textOf } from '../manifest/plain-value';

/** Something that a drill changed, and that has to be put back. */
export type Change =
  /** Rules in the network of a Pod, set by its gluetun container. */
  | { readonly kind: 'rules'; readonly pod: string; readonly container: string }
  /** A copy of the Pod, and the Secret with its wrong keys, both of this name. */
  | { readonly kind: 'copy'; readonly name: string }
  /** Test traffic of a container, which would end by itself only later. */
  | { readonly kind: 'traffic'; readonly pod: string; readonly container: string };

const name = 'podlock-drill';
const annotation = 'podlock/drill-journal';
const seconds = 60;

/**
 * The lock and the journal of the drills of one namespace: a Lease. It is written before a change is made, so that a later
 * run knows what a killed one left.
 */
export class Journal {
  private timer: NodeJS.Timeout | undefined;
  private readonly changes: Change[] = [];

  private constructor(
    private readonly cluster: Cluster,
    private readonly namespace: string,
  ) {}

  /**
   * Takes the namespace for a drill.
   * @returns what a killed drill left behind, to be put back first
   * @throws ClusterError `refused` while another drill runs
   */
  static async open(cluster: Cluster, namespace: string): Promise<{ journal: Journal; left: readonly Change[] }> {
    const journal = new Journal(cluster, namespace);
    const left = (await journal.create()) ? [] : await journal.takeOver();
    journal.timer = setInterval(() => void journal.renew().catch(() => undefined), (seconds / 4) * 1000);
    journal.timer.unref();
    return { journal, left };
  }

  private get collection(): string {
    return `/apis/coordination.k8s.io/v1/namespaces/${this.namespace}/leases`;
  }

  private async create(): Promise<boolean> {
    const answer = await this.cluster.request('POST', this.collection, this.lease());
    if (answer.status === 409) return false;
    if (answer.status >= 300) throw refusalOf(answer, 'opening the journal of drills');
    return true;
  }

  /** A drill that was killed does not renew its Lease. Who is second to take it over gets a conflict. */
  private async takeOver(): Promise<readonly Change[]> {
    const lease = await this.cluster.get(`${this.collection}/${name}`);
    const spec = fieldsOf(lease['spec']);
    const age = (Date.now() - Date.parse(textOf(spec['renewTime']) ?? '')) / 1000;
    const holder = `another drill, by ${textOf(spec['holderIdentity'])} since ${textOf(spec['acquireTime'])},`;
    if (age < seconds) {
      const wait = Math.ceil(seconds - age);
      throw new ClusterError(
        'refused',
        `${holder} has the namespace ${this.namespace}; if it was killed, run this again in ${wait} s, and it is put back`,
      );
    }
    const left = readJournal(lease);
    this.changes.push(...left);
    const metadata = { ...this.lease().metadata, resourceVersion: fieldsOf(lease['metadata'])['resourceVersion'] };
    const answer = await this.cluster.request('PUT', `${this.collection}/${name}`, { ...this.lease(), metadata });
    if (answer.status >= 300) throw refusalOf(answer, `taking over from ${holder}`);
    return left;
  }

  private lease() {
    const now = new Date().toISOString().replace('Z', '000Z');
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: this.namespace, annotations: { [annotation]: JSON.stringify(this.changes) } },
      spec: {
        holderIdentity: `${userInfo().username}@${hostname()}`,
        leaseDurationSeconds: seconds,
        acquireTime: now,
        renewTime: now,
      },
    };
  }

  private async renew(): Promise<void> {
    const { metadata, spec } = this.lease();
    const change = { metadata: { annotations: metadata.annotations }, spec: { renewTime: spec.renewTime } };
    const answer = await this.cluster.request('PATCH', `${this.collection}/${name}`, change);
    if (answer.status >= 300) throw refusalOf(answer, 'writing the journal of drills');
  }

  /** Writes down what is about to be changed. The change must wait for it. */
  async note(change: Change): Promise<void> {
    if (this.changes.some((each) => JSON.stringify(each) === JSON.stringify(change))) return;
    this.changes.push(change);
    await this.renew();
  }

  /** What is still to be put back, the last first. */
  get pending(): readonly Change[] {
    return [...this.changes].reverse();
  }

  /** It was put back. */
  forget(change: Change): void {
    this.changes.splice(this.changes.indexOf(change), 1);
  }

  /** Everything was put back. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.cluster.request('DELETE', `${this.collection}/${name}`);
  }

  /** Something could not be put back: the Lease stays, and a later run finds it. */
  abandon(): void {
    clearInterval(this.timer);
  }
}

function readJournal(lease: Fields): readonly Change[] {
  try {
    const text = textOf(fieldsOf(fieldsOf(lease['metadata'])['annotations'])[annotation]) ?? '[]';
    return JSON.parse(text) as Change[];
  } catch {
    return [];
  }
}
