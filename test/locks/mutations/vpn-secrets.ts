import { basename, dirname } from 'node:path';
import { drop, editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

const copied =
  'a script of gluetun names the folder of the VPN keys, and gluetun can write volume config (/shared), which configure reads';
/** An ExternalSecret with one key. */
export function fromStore(name: string, secretKey: string, key: string, property: string): string {
  return `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${name}, namespace: downloads}, spec: {secretStoreRef: {name: vault}, data: [{secretKey: ${secretKey}, remoteRef: {key: ${key}, property: ${property}}}]}}`;
}

export const mutations: readonly Mutation[] = [
  {
    name: 'the private key stands in the manifest',
    change: ({ gluetun }) => setVariable(gluetun, 'WIREGUARD_PRIVATE_KEY', 'aSecretKeyThatMustNotBePrinted='),
    findings: [
      'risk spec.template.spec.initContainers[1].env[8]: WIREGUARD_PRIVATE_KEY of gluetun stands in the manifest',
    ],
  },
  {
    name: 'SOPS left one value of the Secret as it was',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Secret, metadata: {name: airvpn-wireguard, namespace: downloads}, stringData: {wireguard_private_key: "ENC[AES256_GCM,data:c2VjcmV0,iv:c2VjcmV0,tag:c2VjcmV0,type:str]", wireguard_preshared_key: plain}, sops: {version: 3.9.0}}',
      ),
    findings: ['risk stringData: the VPN keys stand in the input, in Secret "airvpn-wireguard"'],
  },
  {
    name: 'a SealedSecret has a key in its template',
    change: (all) =>
      all.add(
        '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: airvpn-wireguard, namespace: downloads}, spec: {encryptedData: {}, template: {data: {wireguard_private_key: plain}}}}',
      ),
    findings: ['risk spec.template.data: the template of SealedSecret "airvpn-wireguard" holds plain values'],
  },
  {
    name: 'another Secret is filled from where the keys come from, and the client reads it',
    change: (all) => {
      all.add(fromStore('airvpn-wireguard', 'wireguard_private_key', 'homelab/airvpn', 'wireguard_private_key'));
      all.add(fromStore('other', 'k', '/homelab/airvpn', 'wireguard_private_key'));
      all.client.env = [
        ...(all.client.env ?? []),
        { name: 'X', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } },
      ];
    },
    findings: [
      'risk spec.template.spec.containers[0].env[0]: qbittorrent reads Secret "other", which comes from the place in the store that has the VPN keys',
    ],
  },
  {
    name: 'the client mounts a Secret with the whole item of the store that has the keys',
    change: (all) => {
      all.add(fromStore('airvpn-wireguard', 'wireguard_private_key', 'homelab/airvpn', 'wireguard_private_key'));
      all.add(
        '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: other, namespace: downloads}, spec: {secretStoreRef: {name: vault}, dataFrom: [{extract: {key: homelab/airvpn}}]}}',
      );
      all.pod.volumes.push({ name: 'other', secret: { secretName: 'other' } });
      all.client.volumeMounts.push({ name: 'other', mountPath: '/other' });
    },
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent reads Secret "other", which comes from the place in the store that has the VPN keys',
    ],
  },
  {
    name: 'a sealed key becomes an environment variable',
    change: (all) => {
      all.add(
        '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: env, namespace: downloads}, spec: {encryptedData: {WIREGUARD_PRIVATE_KEY: AgB}}}',
      );
      set(all.gluetun, 'envFrom', [{ secretRef: { name: 'env' } }]);
    },
    findings: [
      'risk spec.template.spec.initContainers[1].envFrom[0]: WIREGUARD_PRIVATE_KEY of gluetun is an environment variable, from Secret "env": every process inherits it',
    ],
  },
  {
    name: 'the private key is an environment variable',
    change: ({ gluetun }) => {
      const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_private_key' };
      gluetun.env.push({ name: 'WIREGUARD_PRIVATE_KEY', valueFrom: { secretKeyRef } });
    },
    findings: [
      'risk spec.template.spec.initContainers[1].env[8]: WIREGUARD_PRIVATE_KEY of gluetun is an environment variable, from Secret "airvpn-wireguard": every process inherits it',
    ],
  },
  {
    name: 'the client has the key in its environment',
    change: ({ client }) => {
      const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_private_key' };
      client.env = [...(client.env ?? []), { name: 'WIREGUARD_PRIVATE_KEY', valueFrom: { secretKeyRef } }];
    },
    findings: [
      'risk spec.template.spec.containers[0].env[0]: WIREGUARD_PRIVATE_KEY of qbittorrent is an environment variable, from Secret "airvpn-wireguard": every process inherits it',
    ],
  },
  {
    name: 'the client mounts the keys',
    change: ({ client, keys }) => void client.volumeMounts.push({ name: keys.name, mountPath: '/keys' }),
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent mounts Secret "airvpn-wireguard", which holds the VPN keys',
    ],
  },
  {
    name: 'the client gets the whole Secret as environment',
    change: ({ client }) => set(client, 'envFrom', [{ secretRef: { name: 'airvpn-wireguard' } }]),
    findings: [
      'risk spec.template.spec.containers[0].envFrom: qbittorrent gets Secret "airvpn-wireguard", which holds the VPN keys, as its environment',
    ],
  },
  {
    name: 'every user can read the keys',
    change: ({ keys }) => set(keys.secret, 'defaultMode', 0o444),
    findings: [
      'advice spec.template.spec.volumes[0]: the VPN keys have mode 0444, so every user of the container can read them',
    ],
  },
  {
    name: 'the mode of the keys is the default',
    change: ({ keys }) => drop(keys.secret, 'defaultMode'),
    findings: [
      'advice spec.template.spec.volumes[0]: the VPN keys have mode 0644, so every user of the container can read them',
    ],
  },
  {
    name: 'the Secret is optional',
    change: ({ keys }) => set(keys.secret, 'optional', true),
    findings: [
      'advice spec.template.spec.volumes[0]: the Secret with the VPN keys is optional: gluetun starts without them',
    ],
  },
  {
    name: 'the keys are mounted by subPath',
    change: ({ gluetun, keys }) => set(keysMount(gluetun, keys), 'subPath', 'wireguard_private_key'),
    findings: [
      'advice spec.template.spec.initContainers[1].volumeMounts[0]: gluetun mounts the VPN keys by subPath, so a renewed key never arrives: volume keys',
    ],
  },
  {
    name: 'the keys are mounted without readOnly',
    change: ({ gluetun, keys }) =>
      void delete gluetun.volumeMounts.find(({ name }: Loose) => name === keys.name).readOnly,
    findings: [
      'advice spec.template.spec.initContainers[1].volumeMounts[0]: gluetun mounts the VPN keys without readOnly: volume keys',
    ],
  },
  {
    name: 'the Secret stands in the same input',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Secret, metadata: {name: airvpn-wireguard, namespace: downloads}, stringData: {wireguard_private_key: aSecretKeyThatMustNotBePrinted=}}',
      ),
    findings: ['risk stringData: the VPN keys stand in the input, in Secret "airvpn-wireguard"'],
  },
  {
    name: 'the client gets a key under another name',
    change: ({ client }) => {
      const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_private_key' };
      client.env = [{ name: 'X', valueFrom: { secretKeyRef } }];
    },
    findings: [
      'risk spec.template.spec.containers[0].env[0]: qbittorrent gets a key of Secret "airvpn-wireguard", which holds the VPN keys, as X',
    ],
  },
  {
    name: 'gluetun copies the keys to a volume of the client',
    change: ({ gluetun }) => {
      const keys = gluetun.volumeMounts.find(({ name }: Loose) => /keys|credentials/.test(name)).mountPath;
      gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared' });
      editScript(gluetun, ['exec /gluetun-entrypoint', `cp ${keys}/* /shared/\nexec /gluetun-entrypoint`]);
    },
    findings: [`risk spec.template.spec.initContainers[1].args[0]: ${copied}`],
  },
  ...[
    (folder: string) => `cd ${dirname(folder)} && cp -r ${basename(folder)} /shared/`,
    (folder: string) => `cd / && cp -r .${folder} /shared/`,
    (folder: string) => `cp -r ${folder.slice(0, -2)}* /shared/`,
    () => 'd=shared; cat "$WIREGUARD_PRIVATE_KEY_SECRETFILE" > /$d/key',
    () => 'find / -name wireguard_private_key -exec cp {} /shared/ ;',
  ].map(
    (copy, at): Mutation => ({
      name: `gluetun copies the keys in way ${at + 1} to a volume of the client`,
      change: ({ gluetun }) => {
        const folder = gluetun.volumeMounts.find(({ name }: Loose) => /keys|credentials/.test(name)).mountPath;
        gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared' });
        editScript(gluetun, ['exec /gluetun', `${copy(folder)}\nexec /gluetun`]);
      },
      findings: [`risk spec.template.spec.initContainers[1].args[0]: ${copied}`],
    }),
  ),
  ...(
    [
      ['readinessProbe', ({ gluetun }, exec) => set(gluetun, 'readinessProbe', { exec })],
      ['lifecycle.preStop', ({ gluetun }, exec) => set(gluetun, 'lifecycle', { preStop: { exec } })],
      ['lifecycle.postStart', ({ gluetun }, exec) => set(gluetun, 'lifecycle', { postStart: { exec } })],
    ] as readonly [string, (all: LockedManifests, exec: Loose) => void][]
  ).map(
    ([place, put]): Mutation => ({
      name: `gluetun copies the keys to a volume of the client by its ${place}`,
      change: (all) => {
        const { gluetun } = all;
        const folder = gluetun.volumeMounts.find(({ name }: Loose) => /keys|credentials/.test(name)).mountPath;
        gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared' });
        put(all, { command: ['/bin/sh', '-c', `cp -r ${folder} /shared/`] });
      },
      findings: [`risk spec.template.spec.initContainers[1].${place}.exec.command[2]: ${copied}`],
    }),
  ),
  {
    name: 'gluetun copies the keys to a volume of the client when the tunnel is up',
    change: ({ gluetun }) => {
      const folder = gluetun.volumeMounts.find(({ name }: Loose) => /keys|credentials/.test(name)).mountPath;
      gluetun.volumeMounts.push({ name: 'config', mountPath: '/shared' });
      setVariable(gluetun, 'VPN_UP_COMMAND', `cp -r ${folder} /shared/`);
    },
    findings: [`risk spec.template.spec.initContainers[1].env[8]: ${copied}`],
  },
  {
    name: 'gluetun prints the keys',
    change: ({ gluetun }) => {
      const folder = gluetun.volumeMounts.find(({ name }: Loose) => /keys|credentials/.test(name)).mountPath;
      editScript(gluetun, ['exec /gluetun', `cat ${folder}/wireguard_private_key\nexec /gluetun`]);
    },
    findings: [
      'risk spec.template.spec.initContainers[1].args[0]: a script of gluetun prints the VPN keys: whoever reads its log has them',
    ],
  },
  {
    name: 'a key stands in a variable of the client',
    change: ({ client }) => setVariable(client, 'X', 'wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU='),
    findings: [
      'risk spec.template.spec.containers[0].env[0].value: what has the form of a WireGuard private key stands in the manifest',
    ],
  },
  {
    name: 'the Secret stands in the input without a namespace',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Secret, metadata: {name: airvpn-wireguard}, stringData: {wireguard_private_key: x}}',
      ),
    findings: ['risk stringData: the VPN keys stand in the input, in Secret "airvpn-wireguard"'],
  },
  {
    name: 'the client mounts the keys by the CSI driver that gluetun has them from',
    change: ({ pod, gluetun, client }) => {
      const volumeAttributes = { secretProviderClass: 'airvpn' };
      pod.volumes.push({
        name: 'vault',
        csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes },
      });
      gluetun.volumeMounts.push({ name: 'vault', mountPath: '/vault', readOnly: true });
      client.volumeMounts.push({ name: 'vault', mountPath: '/vault', readOnly: true });
    },
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent mounts SecretProviderClass "airvpn", which holds the VPN keys',
    ],
  },
  {
    name: 'the client mounts what fills the Secret with the keys',
    change: (all) => {
      const volumeAttributes = { secretProviderClass: 'airvpn' };
      all.pod.volumes.push({ name: 'vault', csi: { driver: 'secrets-store.csi.k8s.io', volumeAttributes } });
      all.client.volumeMounts.push({ name: 'vault', mountPath: '/vault', readOnly: true });
      all.add(
        '{apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: airvpn, namespace: downloads}, spec: {secretObjects: [{secretName: airvpn-wireguard, type: Opaque}]}}',
      );
    },
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent mounts SecretProviderClass "airvpn", which holds the VPN keys',
    ],
  },
];

function keysMount(gluetun: Loose, keys: Loose): Loose {
  return gluetun.volumeMounts.find(({ name }: Loose) => name === keys.name);
}
