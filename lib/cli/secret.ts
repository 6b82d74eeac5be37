import type { Command } from './command';
import { valuesInCompose } from './compose-values';
import { checkDelivery, type Delivery, deliverSecret } from './deliver-secret';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseArguments } from './parse-arguments';
import { readSecretValues } from './read-secret-values';
import { secretTarget } from './secret-target';
import { UsageError } from './usage-error';

const summary = "Make the Secret with a Pod's keys: for kubectl, or encrypted by kubeseal or sops";

export const secret: Command = {
  summary,
  help: `podlock secret [--namespace NAMESPACE] [--name NAME] [--keys KEY,… | --provider PROVIDER --type TYPE]
               [--wireguard-config FILE] [--from-file KEY=FILE]… [--from-compose FILE]…
               [--sealed [--cert FILE] | --sops] [--output FILE]

${summary}.
Which Secret and which keys, it reads from dist/. The keys themselves it asks for on the terminal, without showing them,
or reads from files; never from arguments. They leave by a pipe, or encrypted:

  npx podlock secret | kubectl apply --server-side -f -
  npx podlock secret --wireguard-config ~/airvpn.conf --sealed --output secrets/airvpn.yaml
  npx podlock secret --from-file openvpn_config=$HOME/client.ovpn --sops --output secrets/vpn.sops.yaml

  --namespace NAMESPACE    the Pod's namespace       } default: those of the one Secret
  --name NAME              the Secret's name         } that a gluetun in dist/ mounts
  --keys KEY,…             the Secret's keys         }
  --provider, --type       as in main.ts, in the place of --keys
  --manifests DIR          where to look instead of dist/; any manifests with gluetun will do
  --wireguard-config FILE  the provider's WireGuard file: its PrivateKey and PresharedKey are taken
  --from-file KEY=FILE     a file that holds one key, may be repeated
  --from-compose FILE      the compose file that podlock import read: what it, its .env and its files have of this Secret
                           is taken, may be repeated
  --sealed                 as a SealedSecret, by kubeseal; --cert FILE: the controller's certificate (default: kubeseal
                           asks the cluster)
  --sops                   as a Secret that sops encrypted, for whom .sops.yaml says
  --output FILE            for --sealed and --sops (default: standard output)

It refuses to write plain keys to a terminal or into a file of a repository. What a pipe leads to, it cannot see.
`,
  run,
};

const options = {
  namespace: { type: 'string' },
  name: { type: 'string' },
  keys: { type: 'string' },
  provider: { type: 'string' },
  type: { type: 'string' },
  manifests: { type: 'string' },
  'wireguard-config': { type: 'string' },
  'from-file': { type: 'string', multiple: true },
  'from-compose': { type: 'string', multiple: true },
  sealed: { type: 'boolean' },
  cert: { type: 'string' },
  sops: { type: 'boolean' },
  output: { type: 'string' },
} as const;

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments({ args: [...args], options });
  const delivery = deliveryOf(values);
  const target = await secretTarget({ ...values, manifests: values.manifests ?? 'dist' });
  checkDelivery(target, delivery);
  const inputs = {
    wireguardConfig: values['wireguard-config'],
    files: filesOf(values['from-file'] ?? []),
    compose: valuesInCompose(values['from-compose'] ?? [], target),
  };
  const given = await readSecretValues(target.keys, inputs);
  const written = await deliverSecret({ ...target, values: given }, delivery);
  if (written !== undefined) {
    process.stderr.write(
      `podlock: ${written} holds Secret ${target.namespace}/${target.name} with ${target.keys.join(', ')}, encrypted\n`,
    );
  }
  return exitCodes.clean;
}

interface DeliveryOptions {
  readonly sealed?: boolean | undefined;
  readonly cert?: string | undefined;
  readonly sops?: boolean | undefined;
  readonly output?: string | undefined;
}

function deliveryOf({ cert, output, sealed, sops }: DeliveryOptions): Delivery {
  if (sealed && sops) throw new UsageError('--sealed or --sops, not both');
  if (cert !== undefined && !sealed) throw new UsageError('--cert is for --sealed');
  if (sealed) return { form: 'sealed', certificate: cert, output };
  if (sops) return { form: 'sops', output };
  if (output === undefined) return { form: 'plain' };
  throw new UsageError(
    '--output would write the keys in clear, and a file in clear is soon committed; encrypt it: --sealed or --sops, or pipe it: … | kubectl apply --server-side -f -',
  );
}

function filesOf(items: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const item of items) {
    const [, key, file] = /^([-._a-zA-Z0-9]+)=(.+)$/s.exec(item) ?? [];
    // The item itself may be a key that somebody took for the value.
    if (key === undefined || file === undefined)
      throw new UsageError('--from-file takes KEY=FILE, as in wireguard_private_key=private.key');
    if (files.has(key)) throw new UsageError(`--from-file ${key} stands twice`);
    files.set(key, file);
  }
  return files;
}
