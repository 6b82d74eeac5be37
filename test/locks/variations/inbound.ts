import { drop, editScript, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'a file says who may use the control server',
    change: ({ pod, gluetun }) => {
      editScript(gluetun, [/export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE.*/, ':']);
      gluetun.volumeMounts.push({ name: 'auth', mountPath: '/gluetun/auth', readOnly: true });
      pod.volumes.push({ name: 'auth', configMap: { name: 'auth' } });
    },
  },
  {
    name: 'the HTTP proxy is on, but no policy admits it',
    change: ({ gluetun }) => setVariable(gluetun, 'HTTPPROXY', 'on'),
  },
  { name: 'a policy admits nobody', change: ({ policy }) => drop(policy.spec, 'ingress') },
  {
    name: 'a role of the file lets every container ask for the forwarded port',
    change: (all) => {
      all.pod.volumes.push({ name: 'auth', configMap: { name: 'auth' } });
      all.gluetun.volumeMounts.push({ name: 'auth', mountPath: '/gluetun/auth', readOnly: true });
      all.add(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: auth, namespace: downloads}, data: {config.toml: \"[[roles]]\\nroutes = ['GET /v1/portforward']\\nauth = 'none'\"}}",
      );
    },
  },
];
