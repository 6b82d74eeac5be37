import { join } from 'node:path';
import { attempt } from './command';
import { installPackages } from './packages';
import { nodeNamespace, requireRig, rig, rigPrograms, runRig } from './rig';

/** Set for the teardown when the cluster is ours. */
export const broughtUp = 'PODLOCK_E2E_BROUGHT_UP';

/** Before all tests: the machine's programs, and a cluster. It never skips: without a cluster nothing is shown. */
export default async function setUpCluster(): Promise<void> {
  requireRig();
  await installPackages();
  process.env['PATH'] = `${rigPrograms}:${process.env['PATH']}`;
  if (process.env['KUBECONFIG']) return requireRigCluster();
  const up = (await attempt(join(rig, 'status'), [])).code === 0;
  const last = (await runRig('up')).trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('KUBECONFIG=')) throw new Error(`the rig's last line is no KUBECONFIG: ${last}`);
  process.env['KUBECONFIG'] = last.slice('KUBECONFIG='.length);
  process.env[broughtUp] = up ? 'no' : 'yes';
}

/** These tests delete namespaces and kill processes: a KUBECONFIG that leads anywhere but to the rig is refused. */
async function requireRigCluster(): Promise<void> {
  const jsonpath = 'jsonpath={.items[*].status.addresses[?(@.type=="InternalIP")].address}';
  const { output: nodes } = await attempt('kubectl', ['get', 'nodes', '-o', jsonpath]);
  const { output } = await attempt('ip', ['-n', nodeNamespace, '-o', '-4', 'addr']);
  if (nodes !== '' && output.includes(` ${nodes}/`)) return;
  throw new Error(
    `KUBECONFIG leads to ${nodes === '' ? 'no nodes' : `the nodes ${nodes}`}, not to the rig of this machine; unset it, and the tests bring up their own cluster`,
  );
}
