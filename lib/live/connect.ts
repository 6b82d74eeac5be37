import { request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestTls } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { type Fields, fieldsOf } from '../manifest/plain-value';
import type { Answer, Cluster, Method } from './cluster';
import { ClusterError, refusalOf } from './cluster-error';
import { execIn } from './exec';

/** Which cluster, as which user. */
export interface ConnectOptions {
  /** @default - $KUBECONFIG, else ~/.kube/config, else the token of the Pod that this runs in */
  readonly kubeconfig?: string;
  /** @default - the kubeconfig's current context */
  readonly context?: string;
  /** Ends every request that is under way. @default - nothing does */
  readonly signal?: AbortSignal;
}

/**
 * Reads the kubeconfig. Nothing is asked of the cluster yet.
 * @throws ClusterError `kubeconfig`
 */
export async function connect({ kubeconfig, context, signal }: ConnectOptions = {}): Promise<Cluster> {
  // Here alone, and late: the package is a second of start-up that no other command should pay.
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  loadConfig(config, kubeconfig);
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) {
      throw new ClusterError('kubeconfig', `no context "${context}"; the kubeconfig has ${known.join(', ') || 'none'}`);
    }
    config.setCurrentContext(context);
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new ClusterError('kubeconfig', 'the kubeconfig names no cluster; set KUBECONFIG, or give --context');
  }
  const ask = (method: Method, path: string, body?: unknown) => send(config, server, { method, path, body, signal });
  return {
    context: config.getCurrentContext(),
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? 'default',
    request: ask,
    get: async (path) => successOf(await ask('GET', path), path),
    exec: (place, command, timeoutSeconds) => {
      const exec = new client.Exec(config);
      return execIn(exec, place, command, { timeoutSeconds, signal });
    },
  };
}

function loadConfig(config: KubeConfig, file: string | undefined): void {
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
  } catch (error) {
    const where = file ?? process.env['KUBECONFIG'] ?? '~/.kube/config';
    const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
    const isForRoot = why.startsWith('EACCES') ? `; ${ofK3s}` : '';
    throw new ClusterError('kubeconfig', `the kubeconfig ${where} cannot be read: ${why}${isForRoot}`);
  }
  // What the client makes up where it finds none (client-node 1.4, loadFromDefault).
  if (config.getCurrentContext() === 'loaded-context' && config.getCurrentCluster()?.server === nowhere) {
    throw new ClusterError(
      'kubeconfig',
      `no kubeconfig: say --kubeconfig FILE or KUBECONFIG=FILE, or put it at ~/.kube/config; ${ofK3s}`,
    );
  }
}

const nowhere = 'http://localhost:8080';
const ofK3s =
  "k3s has it at /etc/rancher/k3s/k3s.yaml of a server node, for root alone: copy it for your user, and on another machine put the node's address in the place of 127.0.0.1";

interface Request {
  readonly method: Method;
  readonly path: string;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

const answerSeconds = 20;

async function send(config: KubeConfig, server: string, { method, path, body, signal }: Request): Promise<Answer> {
  const url = new URL(server.replace(/\/$/, '') + path);
  const options: RequestOptions = { method, headers: { accept: 'application/json' }, timeout: answerSeconds * 1000 };
  if (signal !== undefined) options.signal = signal;
  await authenticate(config, options);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { ...options.headers, ...(text !== undefined && { 'content-type': type }) };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'http:' ? requestPlain : requestTls;
    const sent = request(url, { ...options, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => reject(unreachable(server, error, signal)));
      response.on('end', () => resolve(answerOf(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer in ${answerSeconds} s`)));
    sent.on('error', (error) => reject(unreachable(server, error, signal)));
    sent.end(text);
  });
}

async function authenticate(config: KubeConfig, options: RequestOptions): Promise<void> {
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new ClusterError('kubeconfig', `the kubeconfig's credentials cannot be used: ${why}`);
  }
}

function unreachable(server: string, error: Error, signal: AbortSignal | undefined): ClusterError {
  if (signal?.aborted) return new ClusterError('stopped', 'interrupted');
  const code = 'code' in error ? String(error.code) : '';
  const why = error.message || code;
  return new ClusterError('unreachable', `the API server ${server} does not answer: ${why}`);
}

/** Proxies and login pages answer in other languages than JSON. */
function answerOf(status: number, text: string): Answer {
  try {
    return { status, body: fieldsOf(JSON.parse(text)) };
  } catch {
    return { status, body: { message: text.slice(0, 200) } };
  }
}

/** The object, where the API server gave it. */
function successOf({ status, body }: Answer, path: string): Fields {
  if (status >= 200 && status < 300) return body;
  throw refusalOf({ status, body }, `reading ${path.replace(/^\/apis?\//, '').replace(/\?.*$/, '')}`);
}
