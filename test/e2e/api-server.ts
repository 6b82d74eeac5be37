import { type ChildProcess, spawn } from 'node:child_process';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';

/** What the API server says to an object that it is asked to take, without keeping it. */
export interface Verdict {
  /** 201 where it would take it. */
  readonly status: number;
  /** Why not. */
  readonly message: string;
  readonly warnings: readonly string[];
}

/** Where objects of each kind are made. */
const collections: Readonly<Record<string, string>> = {
  Pod: 'api/v1/namespaces/NAMESPACE/pods',
  Deployment: 'apis/apps/v1/namespaces/NAMESPACE/deployments',
  StatefulSet: 'apis/apps/v1/namespaces/NAMESPACE/statefulsets',
  DaemonSet: 'apis/apps/v1/namespaces/NAMESPACE/daemonsets',
  ReplicaSet: 'apis/apps/v1/namespaces/NAMESPACE/replicasets',
  Job: 'apis/batch/v1/namespaces/NAMESPACE/jobs',
  CronJob: 'apis/batch/v1/namespaces/NAMESPACE/cronjobs',
};

/** The API server over HTTP: a kubectl for each of some hundred objects would take minutes. */
export class ApiServer {
  private constructor(
    private readonly proxy: ChildProcess,
    private readonly address: string,
  ) {}

  static async connect(): Promise<ApiServer> {
    const proxy = spawn('kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const address = await new Promise<string>((resolve, reject) => {
      proxy.once('exit', (code) => reject(new Error(`kubectl proxy ended with ${code}`)));
      proxy.stdout.on('data', (chunk: Buffer) => {
        const [found] = /127\.0\.0\.1:\d+/.exec(chunk.toString()) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    return new ApiServer(proxy, address);
  }

  /** Asks it to make an object (a dry run on the server: all admission, nothing stored). */
  async tryCreate(object: KubernetesObject, namespace: string): Promise<Verdict> {
    const collection = collections[object.kind];
    if (collection === undefined) throw new Error(`where are objects of kind ${object.kind} made?`);
    const { metadata, ...rest } = object;
    const response = await fetch(
      `http://${this.address}/${collection.replace('NAMESPACE', namespace)}?dryRun=All&fieldValidation=Ignore`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...rest, metadata: { ...metadata, namespace } }),
      },
    );
    const answer = (await response.json()) as { message?: string };
    return {
      status: response.status,
      message: answer.message ?? '',
      warnings: readWarnings(response.headers.get('warning') ?? ''),
    };
  }

  close(): void {
    this.proxy.kill();
  }
}

/** `299 - "text", 299 - "text"` (RFC 9111, 5.5). */
function readWarnings(header: string): readonly string[] {
  return [...header.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
