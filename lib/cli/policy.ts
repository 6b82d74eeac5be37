import { dump } from 'js-yaml';
import { parseDnsLabel, parseDnsSubdomain } from '../network/host-name';
import { ValueError } from '../network/value-error';
import { namespacePolicy } from '../synth/namespace-policy';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseArguments } from './parse-arguments';
import { parseOption } from './parse-option';
import { UsageError } from './usage-error';

const summary = 'Print the policy that makes the API server refuse Pods with an open lock';

export const policy: Command = {
  summary,
  help: `podlock policy --namespace NAMESPACE [--name NAME]

${summary},
for kubectl apply -f -. In that namespace every Pod must then hold every lock, so it is for VPN Pods alone.
A declaration's own namespaces have theirs in dist/. Needs Kubernetes 1.30 or later.

  --namespace NAMESPACE   the namespace; its label for Pod Security is set to what a VPN Pod needs (privileged)
  --name NAME             the policy's and its binding's name in the cluster (default: podlock-NAMESPACE)
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments({
    args: [...args],
    options: { namespace: { type: 'string' }, name: { type: 'string' } },
  });
  if (values.namespace === undefined) throw new UsageError('which namespace? podlock policy --namespace NAMESPACE');
  const namespace = parseOption('--namespace', () => parseNamespace(values.namespace));
  const name = parseOption('--name', () => parseDnsSubdomain(values.name ?? `podlock-${namespace}`));
  const objects = namespacePolicy({ namespace, name });
  process.stdout.write(objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join('---\n'));
  return exitCodes.clean;
}

/** The cluster's own Pods have no tunnel: none of them would start again. */
function parseNamespace(value: unknown): string {
  const namespace = parseDnsLabel(value);
  if (namespace.startsWith('kube-')) throw new ValueError(value, 'holds Pods of Kubernetes itself; take another');
  return namespace;
}
