import { connect } from '../live/connect';
import type { VerifyOptions } from '../verify/verify';
import { accessOf, type ClusterValues, choiceOf, clusterHelp, clusterOptions } from './cluster-options';

const defaultAskUrl = 'https://1.1.1.1/cdn-cgi/trace';
const defaultName = 'example.com';

/** The options of every command that verifies, for parseArgs. */
export const verifyOptions = {
  ...clusterOptions,
  'canary-namespace': { type: 'string' },
  'no-canary': { type: 'boolean' },
  ask: { type: 'string', default: defaultAskUrl },
  resolve: { type: 'string', default: defaultName },
} as const;

export const verifyHelp = `  POD                      one Pod, or the workload that made it (default: every Pod with gluetun in the namespace)
  --all                    every Pod with gluetun in every namespace
${clusterHelp}  --canary-namespace NAME  keep the canary in this namespace, which must be there; default: a new one each time
  --no-canary              keep none; then nobody knows whether NetworkPolicies are enforced
  --ask URL                a page that answers with the address that asks (default: ${defaultAskUrl})
  --resolve NAME           the name to ask for (default: ${defaultName})
`;

interface VerifyValues extends ClusterValues {
  readonly 'canary-namespace'?: string;
  readonly 'no-canary'?: boolean;
  readonly ask: string;
  readonly resolve: string;
}

/**
 * What the options ask for, beside the cluster itself.
 * @param ownNamespace that of the context
 * @throws UsageError
 */
export async function verifyOptionsOf(
  values: VerifyValues,
  positionals: readonly string[],
  ownNamespace: string,
): Promise<VerifyOptions> {
  const { ask: askUrl, resolve: question, 'canary-namespace': home, 'no-canary': alone = false } = values;
  return {
    ...choiceOf(values, positionals, ownNamespace),
    ...{ askUrl, question },
    canary: alone ? undefined : { ...(home !== undefined && { namespace: home }) },
    cleaner: await connect(accessOf(values)),
  };
}
