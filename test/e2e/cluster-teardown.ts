import { broughtUp } from './cluster';
import { runRig } from './rig';

/** After all tests: a cluster that they brought up goes down again; one that was there stays. */
export default async function tearDownCluster(): Promise<void> {
  if (process.env[broughtUp] === 'yes') await runRig('down');
}
