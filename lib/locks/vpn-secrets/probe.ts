import { closed, type Evidence, judge, open, type Probe } from '../../live/evidence';
import type { CompanionSurvey, Survey } from '../../live/survey';
import type { PodVolume } from '../../manifest/mounted-files';
import { fieldsOf, itemsOf } from '../../manifest/plain-value';
import { mounts } from '../../manifest/vpn-pod';

/** Variables whose values are VPN credentials (gluetun v3.41.3). Their files are named by …_SECRETFILE. */
const credential =
  /^(?:WIREGUARD_(?:PRIVATE_KEY|PRESHARED_KEY)|OPENVPN_(?:USER|PASSWORD|KEY|CERT|CLIENTKEY|ENCRYPTED_KEY|KEY_PASSPHRASE)|VPN_PORT_FORWARDING_(?:USERNAME|PASSWORD))$/;

export const probe: Probe = (survey) => [
  ...judge(survey.gluetun, "gluetun's variables", ({ variables }) => variablesOf('gluetun', variables)),
  ...survey.companions.flatMap((companion) => [
    ...judge(companion.look, `the variables of ${companion.name}`, ({ variables }) =>
      variablesOf(companion.name, variables),
    ),
    ...mounted(companion, survey),
  ]),
];

function variablesOf(name: string, variables: readonly string[]): readonly Evidence[] {
  const found = variables.filter((variable) => credential.test(variable));
  if (found.length > 0) return [open(`the environment of ${name} has ${found.join(', ')}`)];
  return [closed(`none of the ${variables.length} variables of ${name} is a VPN credential's`)];
}

/** The volumes that hold gluetun's keys must not be the client's too. */
function mounted({ name, look }: CompanionSurvey, { pod: { vpnPod } }: Survey): readonly Evidence[] {
  const container = vpnPod.containers.find((each) => each.name === name);
  const keys = mounts(vpnPod, vpnPod.gluetun).filter(({ volume }) => holdsSecret(volume));
  const own = container === undefined ? [] : mounts(vpnPod, container);
  const shared = own.filter(({ volume }) => keys.some((key) => key.volume.name === volume.name));
  return judge(look, `the mounts of ${name}`, (seen) => {
    const found = seen.mounts.filter((mount) => shared.some(({ mountPath }) => mount.startsWith(mountPath)));
    if (found.length > 0) return [open(`${name} has gluetun's keys mounted at ${found.join(', ')}`)];
    return [closed(`none of the ${seen.mounts.length} mounts of ${name} is a volume of gluetun's keys`)];
  });
}

/** Among projected volumes the API token's is in every container, and identity's to judge. */
function holdsSecret({ fields }: PodVolume): boolean {
  const sources = itemsOf(fieldsOf(fields['projected'])['sources']);
  return 'secret' in fields || sources.some((source) => 'secret' in fieldsOf(source));
}
