import { installPackages } from './packages';
import { requireRig, rigPrograms, runRig } from './rig';

/** Before all tests: the machine's programs, and a cluster. It never skips: without a cluster nothing is shown. */
export default async function setUpCluster(): Promise<void> {
  requireRig();
  await installPackages();
  process.env['PATH'] = `${rigPrograms}:${process.env['PATH']}`;
  if (process.env['KUBECONFIG']) return;
  const last = (await runRig('up')).trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('KUBECONFIG=')) throw new Error(`the rig's last line is no KUBECONFIG: ${last}`);
  process.env['KUBECONFIG'] = last.slice('KUBECONFIG='.length);
}
