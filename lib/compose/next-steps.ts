import type { Paint } from '../check/paint';
import { printable } from '../check/printable';
import { groupBy } from '../manifest/group-by';
import type { NeededSecret } from './needed-secrets';

/** How main.ts becomes a running Pod. */
export interface NextSteps {
  /** cluster.name of the declaration. */
  readonly cluster: string;
  /** What `kubectl apply` takes in the end: `-R -f dist/home`. */
  readonly apply: string;
  /** What has to be done before that. @default - nothing */
  readonly before?: string;
  readonly secrets: readonly NeededSecret[];
  /** The compose files that hold values of the Secrets. */
  readonly files: readonly string[];
  /** Whether main.ts has none of the Secrets' values. @default - there were no files with any */
  readonly keptOut?: boolean;
}

/** The commands in the order in which they work: a Secret needs its namespace, and a Pod its Secrets. */
export function nextSteps({ apply, before, cluster, files, keptOut, secrets }: NextSteps, paint: Paint): string {
  const namespaces = [...groupBy(secrets, ({ namespace }) => namespace).keys()];
  const made = namespaces.map((namespace) => `  kubectl apply -f dist/${cluster}/namespace-${namespace}.yaml\n`);
  const title = keptOut === true ? 'Secrets to make, once; main.ts has none of their values' : 'Secrets to make, once';
  const lines = secrets.map((secret) => `  ${secret.name}: ${keysOf(secret)}\n${commandsFor(secret, files)}`);
  const first = before === undefined ? '' : `  ${before}\n`;
  return [
    `${paint('title', 'Then, in this order')}\n  npm run synth\n${made.join('')}`,
    ...(secrets.length === 0 ? [] : [`${paint('title', title)}\n${lines.join('')}`]),
    `${paint('title', 'At last: commit and push main.ts and dist/, and')}\n${first}  kubectl apply ${apply}\n`,
  ].join('\n');
}

function keysOf({ keys, webUi }: NeededSecret): string {
  if (webUi !== undefined) {
    const login =
      webUi.loginSecret === undefined ? '' : `, and ${webUi.loginSecret} with the password itself for port-sync`;
    return `the hash of the WebUI's password${login}`;
  }
  return keys.map(({ foundAt, key }) => (foundAt === undefined ? key : `${key} (at ${printable(foundAt)})`)).join(', ');
}

/** What reads the Secret. Without --server-side kubectl would keep its values in an annotation as well. */
const APPLY = 'kubectl apply --server-side -f -';

function commandsFor({ keys, name, namespace, webUi }: NeededSecret, files: readonly string[]): string {
  if (webUi !== undefined) {
    const client = webUi.client === 'qbittorrent' ? '' : ` --client ${webUi.client}`;
    const login = webUi.loginSecret === undefined ? '' : ` --login-secret ${webUi.loginSecret}`;
    return `    npx podlock webui-password${client} --namespace ${namespace} --secret ${name}${login} | ${APPLY}\n`;
  }
  const isFound = keys.some(({ foundAt }) => foundAt !== undefined);
  const from = isFound ? files.map((file) => ` --from-compose ${shellWord(file)}`).join('') : '';
  const wanted = keys.map(({ key }) => key).join(',');
  const file = keys.some(({ foundAt, key }) => key === 'wireguard_private_key' && foundAt === undefined)
    ? "    it asks for the keys; with --wireguard-config FILE it takes them out of the provider's file\n"
    : '';
  return `    npx podlock secret --namespace ${namespace} --name ${name} --keys ${wanted}${from} | ${APPLY}\n${file}`;
}

function shellWord(text: string): string {
  return /^[\w./~+:@%-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
}
