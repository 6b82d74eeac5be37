import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { kubectl } from './kubectl';

interface Kubeconfig {
  readonly clusters: { readonly cluster: Record<string, unknown> & { server: string } }[];
  readonly users: { user: Record<string, unknown> }[];
}

/** Writes a copy of the rig's kubeconfig with one change. @returns its file */
export function kubeconfigWith(change: (config: Kubeconfig) => void): string {
  const config = load(readFileSync(process.env['KUBECONFIG'] ?? '', 'utf8')) as Kubeconfig;
  change(config);
  const file = join(mkdtempSync(join(tmpdir(), 'podlock-e2e-')), 'kubeconfig');
  writeFileSync(file, dump(config), { mode: 0o600 });
  return file;
}

/** The same cluster as a ServiceAccount. */
export async function kubeconfigOf(serviceAccount: string, namespace: string): Promise<string> {
  const token = (await kubectl(['create', 'token', serviceAccount, '-n', namespace])).trim();
  return kubeconfigWith(({ users }) => {
    for (const each of users) each.user = { token };
  });
}

/** The same cluster behind a wire that can be cut. */
export async function kubeconfigByWire(): Promise<{ readonly file: string; readonly cut: () => void }> {
  const sockets = new Set<Socket>();
  let target = new URL('https://127.0.0.1');
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const file = kubeconfigWith(({ clusters }) => {
    for (const { cluster } of clusters) {
      target = new URL(cluster.server);
      cluster.server = `https://127.0.0.1:${port}`;
      delete cluster['certificate-authority'];
      delete cluster['certificate-authority-data'];
      cluster['insecure-skip-tls-verify'] = true;
    }
  });
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { file, cut };
}
