import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command';
import { rig } from '../rig';

/** Real GitOps controllers beside the cluster: scripts flux-up, flux-down, argocd-up, argocd-down and serve-repo. */
const gitOpsRig = process.env['PODLOCK_GITOPS_RIG'] ?? join(rig, '../gitops');

/** Argo CD waits longer before each further attempt to heal the same commit, up to 300 s; these tests break things at once. */
const impatience = { ARGOCD_APPLICATION_CONTROLLER_SELF_HEAL_BACKOFF_CAP_SECONDS: '5' };

/** Runs one of its scripts. The first run builds the controllers, which takes some twelve minutes. */
export function runGitOps(script: string, ...args: readonly string[]): Promise<string> {
  if (!existsSync(join(gitOpsRig, script))) {
    throw new Error(
      `no GitOps controllers for the tests: ${gitOpsRig} has no script "${script}"; set PODLOCK_GITOPS_RIG to the folder ` +
        'of a rig (scripts flux-up, flux-down, argocd-up, argocd-down and serve-repo)',
    );
  }
  return run(join(gitOpsRig, script), args, { timeoutSeconds: 1500, environment: impatience });
}
