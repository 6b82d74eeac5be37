import type { z } from 'zod';
import { parseDnsSubdomain } from '../network/host-name';
import { ValueError } from '../network/value-error';
import { parseArtifactTag, parseArtifactUrl } from './artifact-reference';
import { dispatch } from './dispatch';
import { parseRepositoryFolder } from './folder-path';
import { parseBranch, parseRepositoryUrl } from './git-reference';
import type { GitOpsDeclaration } from './gitops';
import { leaf, report, strictObject } from './leaf';
import { sketchOf } from './sketch';

interface CommonInput {
  /**
   * The Secret in flux-system with what Flux needs to read what is private: of a repository `username` and `password`,
   * or `identity` and `known_hosts`; of a registry a Docker configuration. Argo CD finds a Secret of its own for a
   * repository, by its URL.
   * @default - it is public
   */
  readonly credentialsSecret?: string | undefined;
  /**
   * The Secret in Flux's namespace with the age or PGP key that opens what SOPS encrypted. Used only where a Pod has
   * a `sopsSecret`.
   * @default 'sops-age'
   */
  readonly sopsKeySecret?: string | undefined;
}

/** Where Argo CD and Flux find dist/. */
type GitOpsInput = CommonInput &
  (
    | {
        /** A git repository: an https, http or ssh URL without a password. */
        readonly repository: string;
        /** The branch that is synced. */
        readonly branch: string;
        /**
         * The folder of the manifests, from the repository's root.
         * @default 'dist'
         */
        readonly path?: string | undefined;
        readonly artifact?: undefined;
        readonly tag?: undefined;
      }
    | {
        /**
         * An OCI artifact, for Flux alone, as `flux push artifact URL:TAG --path=./dist` writes it: `oci://` and its
         * name, without tag and password.
         */
        readonly artifact: string;
        /** The tag that is synced: one that moves, such as `latest`. */
        readonly tag: string;
        /**
         * The folder of the manifests, from the artifact's root.
         * @default - the root
         */
        readonly path?: string | undefined;
        readonly repository?: undefined;
        readonly branch?: undefined;
      }
  );

const folder = leaf<string>('a folder of the repository', parseRepositoryFolder);

const common = {
  credentialsSecret: leaf<string>('the name of a Secret', parseDnsSubdomain)
    .optional()
    .transform((value): string | undefined => value),
  sopsKeySecret: leaf<string>('the name of a Secret', parseDnsSubdomain).default('sops-age'),
};

const gitShape = {
  ...common,
  repository: leaf<string>('the URL of a repository', parseRepositoryUrl),
  branch: leaf<string>('the name of a branch', parseBranch),
  path: folder.default('dist'),
};

const git = strictObject(gitShape).transform(
  ({ branch, repository, ...rest }): GitOpsDeclaration => ({ ...rest, source: { kind: 'git', repository, branch } }),
);

const artifact = strictObject({
  ...common,
  artifact: leaf<string>('the URL of an artifact', parseArtifactUrl),
  tag: leaf<string>('the tag of an artifact', parseArtifactTag),
  path: folder.default(''),
}).transform(
  ({ artifact: url, tag, ...rest }): GitOpsDeclaration => ({ ...rest, source: { kind: 'artifact', url, tag } }),
);

export const gitOpsSchema: z.ZodType<GitOpsDeclaration, GitOpsInput> = dispatch(
  (value, context) => {
    if (value['artifact'] === undefined) return git;
    if (value['repository'] === undefined) return artifact;
    const problem = 'says twice where dist/ is: it has "artifact" and "repository", allowed is one';
    report(context, { kind: 'wrong', error: new ValueError(value, problem) });
    return undefined;
  },
  'a "repository" or an "artifact"',
  (value) => sketchOf(gitShape, value),
);
