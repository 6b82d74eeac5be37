import { ValueError } from '../../network/value-error';
import { booleanLeaf, choiceLeaf, leaf, strictObject } from '../leaf';
import { PROVIDERS, type Provider } from '../providers';
import { SECRET_HINTS } from '../secret-hints';
import { type SecretSource, secretSourceSchema } from '../secret-source-schema';
import { together, type Variables, variable, variablesObject } from './assignment';
import type { SecretFile } from './gluetun-settings';
import { filledList, publicTarget, secondsOrOff } from './values';

const ownCheck = 'unknown key; the probes of this Pod depend on it, so Podlock sets it';

/** How gluetun finds out that the tunnel is dead. It then restarts it by itself. */
export const healthSchema = variablesObject(
  {
    /**
     * Whom gluetun calls by TCP and TLS through the tunnel, in this order: names or addresses on the internet, with or
     * without a port (HEALTH_TARGET_ADDRESSES).
     * @default ['cloudflare.com:443', 'github.com:443']
     */
    targetAddresses: variable('HEALTH_TARGET_ADDRESSES', filledList(publicTarget)),
  },
  { serverAddress: ownCheck, smallCheckType: ownCheck, restartVpn: ownCheck, icmpTargetIps: ownCheck },
);

const secret = secretSourceSchema;
const providerName = choiceLeaf(Object.keys(PROVIDERS).filter((name) => name !== 'custom') as Provider[]);

const ratio = leaf<number>('a number above 0 and up to 1', (value) => {
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw new ValueError(value, 'is not a ratio: allowed are numbers above 0 and up to 1');
});

/** How gluetun keeps its list of the providers' servers. It lasts as long as the container. */
export const updaterSchema = strictObject({
  /** How often, in seconds: 0 for never, else at least 60 (UPDATER_PERIOD). @default 0 */
  periodSeconds: variable('UPDATER_PERIOD', secondsOrOff(60, 31_536_000), 's'),
  /** How many of the servers known so far a new list must have (UPDATER_MIN_RATIO). @default 0.8 */
  minRatio: variable('UPDATER_MIN_RATIO', ratio),
  /** Whose servers (UPDATER_VPN_SERVICE_PROVIDERS). @default - the tunnel's own provider's */
  vpnServiceProviders: variable('UPDATER_VPN_SERVICE_PROVIDERS', filledList(providerName)),
  /**
   * The account that Proton VPN wants for its list.
   * @default - none
   */
  protonvpn: strictObject(
    {
      /** The Secret whose keys `updater_protonvpn_email` and `updater_protonvpn_password` gluetun reads. */
      secret,
    },
    SECRET_HINTS,
  ).optional(),
}).transform(({ protonvpn, ...parts }) =>
  withFiles(
    parts,
    protonvpn?.secret,
    ['updater', 'protonvpn', 'secret'],
    ['UPDATER_PROTONVPN_EMAIL', 'UPDATER_PROTONVPN_PASSWORD'],
  ),
);

/** How gluetun learns the tunnel's public address, which it asks for through the tunnel. */
export const publicIpSchema = strictObject({
  /** (PUBLICIP_ENABLED) @default true */
  enabled: variable('PUBLICIP_ENABLED', booleanLeaf()),
  /** Whom it asks, in this order (PUBLICIP_API). @default ['ipinfo', 'ifconfigco', 'ip2location', 'cloudflare'] */
  api: variable('PUBLICIP_API', filledList(choiceLeaf(['ipinfo', 'ifconfigco', 'ip2location', 'cloudflare']))),
  /**
   * What the first of them knows you by.
   * @default - nothing
   */
  token: strictObject(
    {
      /** The Secret whose key `publicip_api_token` gluetun reads. */
      secret,
    },
    SECRET_HINTS,
  ).optional(),
}).transform(({ token, ...parts }) =>
  withFiles(parts, token?.secret, ['publicIp', 'token', 'secret'], ['PUBLICIP_API_TOKEN']),
);

/** What gluetun logs. */
export const loggingSchema = variablesObject({
  /** (LOG_LEVEL) @default 'info' */
  level: variable('LOG_LEVEL', choiceLeaf(['debug', 'info', 'warning', 'error'])),
});

interface WithFiles {
  readonly variables: Variables;
  readonly files: readonly SecretFile[];
}

function withFiles(
  parts: Readonly<Record<string, Variables | undefined>>,
  source: SecretSource | undefined,
  place: readonly string[],
  variables: readonly string[],
): WithFiles {
  const files = source === undefined ? [] : variables.map((each) => secretFile(source, place, each));
  return { variables: together(Object.values(parts)), files };
}

/** gluetun reads a variable from the file that `…_SECRETFILE` names; the key has the variable's own name. */
function secretFile(source: SecretSource, place: readonly string[], variableName: string): SecretFile {
  return { secret: source, place, variable: `${variableName}_SECRETFILE`, key: variableName.toLowerCase() };
}
