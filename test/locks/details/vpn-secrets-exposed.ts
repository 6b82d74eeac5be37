import { editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const gluetun = 'spec.template.spec.initContainers[1]';
const client = 'spec.template.spec.containers[0]';

const logged = `risk ${gluetun}.args[0]: a script of gluetun prints the VPN keys: whoever reads its log has them`;
const inMemory = `risk ${gluetun}.args[0]: a script of gluetun names the folder of the VPN keys and /dev/shm, which the containers of a Pod share`;

/** What gluetun's start script does with its keys, where it shares no volume. */
const uses: readonly (readonly [line: string, findings: readonly string[]])[] = [
  ['cat /keys/wireguard_private_key', [logged]],
  ['echo "the key is $(cat /keys/wireguard_private_key)"', [logged]],
  ['cat /keys/wireguard_private_key >&2', [logged]],
  ['cat /keys/wireguard_private_key >/dev/termination-log', [logged]],
  ['cp /keys/wireguard_private_key /proc/1/fd/1', [logged]],
  ['k=/keys; cat $k/wireguard_private_key', [logged]],
  ['if cat /keys/a | tee; then :; fi', [logged]],
  ['base64 "$WIREGUARD_PRIVATE_KEY_SECRETFILE"', [logged]],
  ['set -eux\nkey=$(head -n 1 /keys/wireguard_private_key)', [logged]],
  ['install -m 644 /keys/* /dev/shm/', [inMemory]],
  ['cd /dev; cp /keys/a shm/', [inMemory]],
  ['cp /keys/a /tmp/a; d=dev; mv /tmp/a /$d/shm', [inMemory]],
  ['key=$(head -n 1 /keys/wireguard_private_key)', []],
  ['[ -s /keys/wireguard_private_key ] || echo "no key" >&2', []],
  ['cat /keys/a >/tmp/a', []],
  ['cat /keys/a | sha256sum >/dev/null', []],
  ['grep -q . /keys/a', []],
  ['# cat /keys/a\necho starting', []],
  ['cat /etc/os-release; cp /tmp/a /dev/shm/', []],
];

const exposed: readonly Detail[] = [
  ...uses.map(
    ([line, findings]): Detail => ({
      name: `gluetun alone has its volumes, and its start script says ${line}`,
      change: ({ gluetun: container }) => editScript(container, ['exec /gluetun', `${line}\nexec /gluetun`]),
      findings,
    }),
  ),
  {
    name: 'gluetun has a /dev/shm of its own',
    change: (all) => {
      all.pod.volumes.push({ name: 'shm', emptyDir: { medium: 'Memory' } });
      all.gluetun.volumeMounts.push({ name: 'shm', mountPath: '/dev/shm' });
      editScript(all.gluetun, ['exec /gluetun', 'cp /keys/a /dev/shm/\nexec /gluetun']);
    },
    findings: [],
  },
];

/** A key that nobody uses. */
const key = 'wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU=';
const clear = (path: string, place = 'the manifest') =>
  `risk ${path}: what has the form of a WireGuard private key stands in ${place}`;

function configMap(all: LockedManifests, data: Loose, metadata: Loose = { namespace: 'downloads' }): void {
  all.addObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf', ...metadata }, data });
}

const inTheClear: readonly Detail[] = [
  {
    name: 'a variable of the client has the key',
    change: (all) => setVariable(all.client, 'X', key),
    findings: [clear(`${client}.env[0].value`)],
  },
  {
    name: 'an argument of the client has the key',
    change: (all) => set(all.client, 'args', ['--quiet', `--key=${key}`]),
    findings: [clear(`${client}.args[1]`)],
  },
  {
    name: 'a probe of the client has the key',
    change: (all) => set(all.client, 'readinessProbe', { exec: { command: ['test', key] } }),
    findings: [clear(`${client}.readinessProbe.exec.command[1]`)],
  },
  {
    name: 'annotations have the key',
    change: ({ deployment }) => {
      set(deployment.metadata, 'annotations', { note: `was ${key}` });
      set(deployment.spec.template.metadata, 'annotations', { note: `public: no\n${key}` });
    },
    findings: [clear('metadata.annotations.note'), clear('spec.template.metadata.annotations.note')],
  },
  {
    name: 'the start script sets the key',
    change: (all) => editScript(all.gluetun, ['exec /gluetun', `export WIREGUARD_PRIVATE_KEY=${key}\nexec /gluetun`]),
    findings: [clear(`${gluetun}.args[0]`)],
  },
  {
    name: 'ConfigMaps have the key, in a file and as a value',
    change: (all) => {
      configMap(all, { 'wg0.conf': `[Peer]\nPublicKey = ${key}\n[Interface]\nPrivateKey = ${key}\n`, a: 'a' }, {});
      configMap(all, { value: key });
    },
    findings: [clear('data."wg0.conf"', 'ConfigMap "conf"'), clear('data.value', 'ConfigMap "conf"')],
  },
  {
    name: 'one line of JSON has both keys',
    change: ({ deployment }) =>
      set(deployment.metadata, 'annotations', { json: JSON.stringify({ public_key: key, private_key: key }) }),
    findings: [clear('metadata.annotations.json')],
  },
  {
    name: 'gluetun has the key in its own variable, which is found once',
    change: (all) => setVariable(all.gluetun, 'WIREGUARD_PRIVATE_KEY', key),
    findings: [`risk ${gluetun}.env[8]: WIREGUARD_PRIVATE_KEY of gluetun stands in the manifest`],
  },
  {
    name: 'what has the form of a key is public, encrypted, a checksum or a part of something longer',
    change: (all) => {
      setVariable(all.gluetun, 'WIREGUARD_PUBLIC_KEY', key);
      setVariable(all.client, 'SRI', `sha256-${key}`);
      setVariable(all.client, 'LONGER', `${'A'.repeat(20)}${key}`);
      configMap(all, {
        'wg0.conf': `[Peer]\nPublicKey = ${key}\n`,
        'private.enc': `ENC[AES256_GCM,data:a,iv:${key},tag:${key},type:str]`,
        'ca.crt': `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n${key}\n-----END CERTIFICATE-----\n`,
        'wrapped.b64': `${'A'.repeat(76)}\n${key}\n`,
      });
    },
    findings: [],
  },
  {
    name: 'a ConfigMap of another namespace has the key',
    change: (all) => configMap(all, { value: key }, { namespace: 'elsewhere' }),
    findings: [],
  },
];

export const details: readonly Detail[] = [...exposed, ...inTheClear];
