import { set, setVariable } from '../locked-manifests';
import { fromStore } from '../mutations/vpn-secrets';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'SOPS encrypted the Secret',
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Secret, metadata: {name: airvpn-wireguard, namespace: downloads}, data: {wireguard_private_key: "ENC[AES256_GCM,data:c2VjcmV0,iv:c2VjcmV0,tag:c2VjcmV0,type:str]"}, sops: {version: 3.9.0}}',
      ),
  },
  {
    name: 'kubeseal sealed the Secret',
    change: (all) =>
      all.add(
        '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: airvpn-wireguard, namespace: downloads}, spec: {encryptedData: {wireguard_private_key: AgB}}}',
      ),
  },
  {
    name: 'the Secret comes out of a store, which tells its keys: none is a setting of gluetun',
    change: (all) => {
      all.add(
        '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: from-vault, namespace: downloads}, spec: {target: {name: gluetun-extras}, data: [{secretKey: TZ, remoteRef: {key: a}}]}}',
      );
      set(all.gluetun, 'envFrom', [{ secretRef: { name: 'gluetun-extras' } }]);
    },
  },
  {
    name: 'one item of a store has the keys and, as another property, a password that the client reads',
    change: (all) => {
      all.add(fromStore('airvpn-wireguard', 'wireguard_private_key', 'homelab', 'wireguard_private_key'));
      all.add(fromStore('other', 'k', 'homelab', 'password'));
      all.client.env = [
        ...(all.client.env ?? []),
        { name: 'X', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } },
      ];
    },
  },
  {
    name: 'the keys come by a projected volume',
    change: ({ pod, keys }) => {
      pod.volumes[pod.volumes.indexOf(keys)] = {
        name: 'keys',
        projected: { defaultMode: 0o400, sources: [{ secret: { name: 'airvpn-wireguard' } }] },
      };
    },
  },
  {
    name: 'the kubelet adds the right of the group',
    change: ({ keys }) => set(keys.secret, 'defaultMode', 0o440),
  },
  {
    name: 'the client mounts another part of the same Secret',
    change: ({ pod, client }) => {
      pod.volumes.push({
        name: 'password',
        secret: { secretName: 'airvpn-wireguard', items: [{ key: 'webui_password', path: 'password' }] },
      });
      client.volumeMounts.push({ name: 'password', mountPath: '/password' });
    },
  },
  {
    name: 'an empty variable stands for no key',
    change: ({ gluetun }) => setVariable(gluetun, 'WIREGUARD_PRIVATE_KEY', ''),
  },
  {
    name: 'gluetun alone mounts the keys by the CSI driver, and the client secrets of its own',
    change: ({ pod, gluetun, client }) => {
      for (const [name, container] of [
        ['airvpn', gluetun],
        ['webui', client],
      ]) {
        const volumeAttributes = { secretProviderClass: name };
        pod.volumes.push({ name, csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes } });
        container.volumeMounts.push({ name, mountPath: `/${name}`, readOnly: true });
      }
    },
  },
  {
    name: 'gluetun shares a volume, and its scripts say nothing of the keys',
    change: ({ pod, gluetun, client }) => {
      pod.volumes.push({ name: 'port', emptyDir: {} });
      gluetun.volumeMounts.push({ name: 'port', mountPath: '/tmp/gluetun' });
      client.volumeMounts.push({ name: 'port', mountPath: '/tmp/gluetun' });
      const script = 'cd / && grep -q ".*" /tmp/gluetun/ip && cp /tmp/gluetun/ip /tmp/ip';
      gluetun.readinessProbe = { exec: { command: ['/bin/sh', '-c', script] } };
    },
  },
];
