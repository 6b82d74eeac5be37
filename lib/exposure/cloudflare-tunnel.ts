import { createHash } from 'node:crypto';
import { type CloudflareTunnelExposure, cloudflaredNamespace, tunnelTokenKey } from '../declaration/exposure';
import type { DeploymentSpec, KubernetesObject, NetworkPolicySpec, PodSpec } from '../manifest/kubernetes';
import { cloudflareNetwork, tunnelEdge, tunnelEdgePort } from './cloudflare-addresses';
import type { Exposed, WebUi } from './exposed';
import { peersOf } from './proxy-peers';

/** The user that the image itself has (cloudflared 2026.10.0, Dockerfile). */
const user = 65532;
const metricsPort = 2000;
const configurationFile = '/etc/cloudflared/config.yaml';
const tokenFolder = '/run/secrets/cloudflared';

/**
 * By a cloudflared of its own, whose tunnel has its rules here and not at Cloudflare: so that what comes in, and that it
 * needs a token of Cloudflare Access, stands in the manifests. Its namespace is its own, because the Pod's admits Pods
 * behind gluetun alone.
 */
export function byCloudflareTunnel(webUi: WebUi, way: CloudflareTunnelExposure): Exposed {
  const name = cloudflaredNamespace(webUi.name);
  const selector = { 'app.kubernetes.io/name': 'cloudflared', 'app.kubernetes.io/instance': webUi.name };
  const metadata = { name, namespace: name, labels: { ...selector, 'app.kubernetes.io/managed-by': 'podlock' } };
  const configuration = configurationOf(webUi, way);
  return {
    objects: [
      namespaceObject(name),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'config.yaml': configuration } },
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: policySpec(webUi, selector) },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { ...metadata, ...annotated(webUi.proxyChanges?.workload) },
        spec: deploymentSpec(name, way, selector, {
          // cloudflared reads its configuration when it starts.
          'podlock/configuration': `sha256:${createHash('sha256').update(configuration).digest('hex')}`,
          ...webUi.proxyChanges?.template,
        }),
      },
    ],
    from: peersOf({ namespace: name, labels: selector }),
    hosts: [way.host],
  };
}

/** For cloudflared alone: nothing in it needs more than Pod Security's strictest level. */
function namespaceObject(name: string): KubernetesObject {
  const labels = { 'app.kubernetes.io/managed-by': 'podlock', 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** `access` counts where it stands in a rule; for all rules at once cloudflared ignores it (its issue 784). */
function configurationOf({ name, namespace, port }: WebUi, { access, host }: CloudflareTunnelExposure): string {
  const configuration = {
    'edge-ip-version': '4',
    metrics: `0.0.0.0:${metricsPort}`,
    'no-autoupdate': true,
    ingress: [
      {
        hostname: host,
        service: `http://${name}.${namespace}.svc:${port}`,
        originRequest: { access: { required: true, teamName: access.team, audTag: [access.audience] } },
      },
      { service: 'http_status:404' },
    ],
  };
  // JSON is YAML.
  return `${JSON.stringify(configuration, null, 2)}\n`;
}

/** Out: names, the tunnel, the keys that Access signs with, the WebUI. In: nobody; the kubelet's probes come from the node. */
function policySpec({ namespace, port, selector }: WebUi, own: Record<string, string>): NetworkPolicySpec {
  const dns = peersOf({ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }) ?? [];
  const blocks = (ranges: readonly string[]) => ranges.map((cidr) => ({ ipBlock: { cidr } }));
  const both = (number: number) => (['TCP', 'UDP'] as const).map((protocol) => ({ protocol, port: number }));
  return {
    podSelector: { matchLabels: own },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [],
    egress: [
      { to: dns, ports: both(53) },
      { to: blocks(tunnelEdge), ports: both(tunnelEdgePort) },
      { to: blocks(cloudflareNetwork), ports: [{ protocol: 'TCP', port: 443 }] },
      { to: peersOf({ namespace, labels: selector }) ?? [], ports: [{ protocol: 'TCP', port }] },
    ],
  };
}

function deploymentSpec(
  configMap: string,
  { image, tokenSecret }: CloudflareTunnelExposure,
  selector: Record<string, string>,
  annotations: Record<string, string>,
): DeploymentSpec {
  const probe = { httpGet: { path: '/ready', port: 'metrics' }, periodSeconds: 10, timeoutSeconds: 5 };
  const spec: PodSpec = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'cloudflared',
        image,
        args: ['tunnel', '--config', configurationFile, 'run'],
        // Never as an argument, where every list of processes shows it.
        env: [{ name: 'TUNNEL_TOKEN_FILE', value: `${tokenFolder}/${tunnelTokenKey}` }],
        ports: [{ name: 'metrics', containerPort: metricsPort, protocol: 'TCP' }],
        readinessProbe: probe,
        // It connects anew by itself; started anew only when that fails for minutes.
        livenessProbe: { ...probe, failureThreshold: 18 },
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'configuration', mountPath: configurationFile, subPath: 'config.yaml', readOnly: true },
          { name: 'token', mountPath: tokenFolder, readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'configuration', configMap: { name: configMap } },
      {
        name: 'token',
        secret: {
          secretName: tokenSecret.name,
          items: [{ key: tunnelTokenKey, path: tunnelTokenKey }],
          defaultMode: 0o440,
        },
      },
    ],
  };
  return {
    replicas: 1,
    revisionHistoryLimit: 3,
    selector: { matchLabels: selector },
    template: { metadata: { labels: selector, annotations }, spec },
  };
}

function annotated(annotations: Readonly<Record<string, string>> = {}): { annotations?: Record<string, string> } {
  return Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } };
}
