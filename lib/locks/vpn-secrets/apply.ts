import type { SecretFile } from '../../declaration/gluetun/gluetun-settings';
import { vpnSecretFiles } from '../../declaration/vpn';
import type { PodDraft } from '../../pod/draft';
import type { Apply } from '../lock';

const folder = '/run/secrets/vpn';

/** The keys as files, for gluetun alone. Without an entry in `volumeMounts` no other container can read them. */
export const apply: Apply = ({ declaration: { gluetun, vpn }, gluetun: { container }, volumes }) => {
  const files = vpnSecretFiles(vpn);
  volumes.push({
    name: 'vpn-credentials',
    secret: {
      secretName: vpn.credentials.secret.name,
      defaultMode: 0o400,
      items: files.map(({ key }) => ({ key, path: key })),
    },
  });
  container.volumeMounts.push({ name: 'vpn-credentials', mountPath: folder, readOnly: true });
  for (const { variable, key } of files) container.environment[variable] = `${folder}/${key}`;
  mountFurther(gluetun.settings.files, container, volumes);
};

/** What gluetun's services need, beside the tunnel's keys: one volume a Secret. */
function mountFurther(
  files: readonly SecretFile[],
  container: PodDraft['gluetun']['container'],
  volumes: PodDraft['volumes'],
): void {
  const secrets = [...new Set(files.map(({ secret }) => secret.name))].sort();
  for (const [index, secretName] of secrets.entries()) {
    const own = files.filter(({ secret }) => secret.name === secretName);
    const name = `gluetun-credentials-${index + 1}`;
    const mountPath = `/run/secrets/services-${index + 1}`;
    const items = own.map(({ key }) => ({ key, path: key }));
    volumes.push({ name, secret: { secretName, defaultMode: 0o400, items } });
    container.volumeMounts.push({ name, mountPath, readOnly: true });
    for (const { variable, key } of own) container.environment[variable] = `${mountPath}/${key}`;
  }
}
