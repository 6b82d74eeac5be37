import { resolve } from 'node:path';

/** `output` of cdk8s.yaml: what `cdk8s synth` empties before it runs the app. */
const cdk8sOutput = '.cdk8s';

/** What Argo CD and Flux sync. */
const publishedDirectory = 'dist';

/** Where the files of one synth go. */
export interface OutputDirectories {
  /**
   * Where `cdk8s synth` looks for the files, to name and to validate them. To be written first.
   * @default - nowhere: the app was started on its own, or the files are published there anyway
   */
  readonly listed?: string;
  /**
   * The folder to give to `publish`.
   * @default - none: the user asked for another place, and dist/ stays as it is
   */
  readonly published?: string;
  readonly warnings: readonly string[];
}

/**
 * Reads what `cdk8s synth` passes to the app: `CDK8S_OUTDIR` (cdk8s-cli 2.207.60), which is `output` of cdk8s.yaml, or
 * the value of `--output`, or a temporary folder for `--stdout`. Relative folders count from the working directory.
 */
export function outputDirectories(environment: NodeJS.ProcessEnv): OutputDirectories {
  const listed = environment['CDK8S_OUTDIR'];
  if (!listed) return { published: publishedDirectory, warnings: [] };
  const asked = resolve(listed);
  if (asked === resolve(cdk8sOutput)) return { listed, published: publishedDirectory, warnings: [] };
  if (asked !== resolve(publishedDirectory)) return { listed, warnings: [] };
  const warning =
    `${publishedDirectory}/ was emptied by cdk8s before the app ran, files that Podlock never wrote included; ` +
    `leave out "-o ${listed}" and "cdk8s synth" replaces ${publishedDirectory}/ all at once`;
  return { published: publishedDirectory, warnings: [warning] };
}
