import { dump, load } from 'js-yaml';

/** Values that look as the programs write them; nothing is behind them. */
export const sopsValue = 'ENC[AES256_GCM,data:c2VjcmV0,iv:aXYtaXYtaXY=,tag:dGFnLXRhZw==,type:str]';
export const sealedValue = sealed(512, 44);

function sealed(rsaBytes: number, length: number): string {
  const bytes = Buffer.alloc(2 + rsaBytes + length + 16, 7);
  bytes.writeUInt16BE(rsaBytes, 0);
  return bytes.toString('base64');
}

export const vpnKeys = ['wireguard_preshared_key', 'wireguard_private_key'];
const metadata = { name: 'airvpn-wireguard', namespace: 'downloads' };

/** A SealedSecret for the example's VPN keys, as kubeseal writes it. */
export function sealedSecretFile(): string {
  return dump({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata,
    spec: {
      encryptedData: Object.fromEntries(vpnKeys.map((key) => [key, sealedValue])),
      template: { metadata: { ...metadata }, type: 'Opaque' },
    },
  });
}

/** A Secret for the example's VPN keys, as SOPS writes it. */
export function sopsSecretFile(): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'Opaque',
    stringData: Object.fromEntries(vpnKeys.map((key) => [key, sopsValue])),
    sops: { age: [{ recipient: 'age1', enc: 'x' }], mac: sopsValue, encrypted_regex: '^(data|stringData)$' },
  });
}

/** A file with another value at a path such as `spec.encryptedData.x`; `undefined` takes the key away. */
export function fileWith(file: string, path: string, value: unknown): string {
  const object = load(file) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>((at, key) => {
    at[key] ??= {};
    return at[key] as Record<string, unknown>;
  }, object);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return dump(object);
}
