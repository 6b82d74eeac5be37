import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './command';

/**
 * The one-node Kubernetes that these tests run on: scripts `up`, `down`, `mkimage` and `load-image` in one folder.
 * The tests need more than a KUBECONFIG: images that no registry has, an internet of their own behind the node, and
 * kill -9 on the node.
 */
export const rig = process.env['PODLOCK_RIG'] ?? resolve(__dirname, '../../../shared/cluster');

/** The network namespace that is the rig's node. */
export const nodeNamespace = 'k8s-rig';

const home = process.env['RIG_HOME'] ?? join(homedir(), '.cache/k8s-rig');

/** Where the rig's programs are, kubectl among them. */
export const rigPrograms = join(home, 'bin');

/** Where the node's container runtime listens. */
export const containerdSocket = join(home, 'run/containerd.sock');

/** Runs one of the rig's scripts. */
export function runRig(
  script: 'up' | 'down' | 'mkimage' | 'load-image',
  args: readonly string[] = [],
): Promise<string> {
  return run(join(rig, script), args, { timeoutSeconds: 900 });
}

/** Fails where there is no rig, and says how to get one. */
export function requireRig(): void {
  if (existsSync(join(rig, 'up'))) return;
  throw new Error(
    `no cluster for the tests: ${rig} has no script "up"; set PODLOCK_RIG to the folder of a rig ` +
      '(scripts up, down, mkimage and load-image; its node in the network namespace k8s-rig)',
  );
}
