import { vpnSecretFiles } from '../../declaration/vpn';
import type { Apply } from '../lock';

const folder = '/run/secrets/vpn';

/** The keys as files, for gluetun alone. Without an entry in `volumeMounts` no other container can read them. */
export const apply: Apply = ({ declaration: { vpn }, gluetun: { container }, volumes }) => {
  const files = vpnSecretFiles(vpn);
  volumes.push({
    name: 'vpn-credentials',
    secret: {
      secretName: vpn.credentials.secret,
      defaultMode: 0o400,
      items: files.map(({ key }) => ({ key, path: key })),
    },
  });
  container.volumeMounts.push({ name: 'vpn-credentials', mountPath: folder, readOnly: true });
  for (const { variable, key } of files) container.environment[variable] = `${folder}/${key}`;
};
