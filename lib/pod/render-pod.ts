import type { Container, DeploymentSpec, KubernetesObject, NetworkPolicySpec, PodSpec } from '../manifest/kubernetes';
import type { ContainerDraft, PodDraft } from './draft';
import { podLabels } from './draft-pod';
import { startScript } from './gluetun';

/** The Kubernetes objects of a finished draft that belong to this Pod alone. */
export function renderPod(draft: PodDraft): KubernetesObject[] {
  const { declaration, selector, service, networkPolicy, objects } = draft;
  const metadata = { name: declaration.name, namespace: declaration.namespace, labels: podLabels(selector) };
  const deployment: DeploymentSpec = {
    ...draft.deploymentSpec,
    selector: { matchLabels: selector },
    template: { metadata: { labels: metadata.labels, ...annotated(draft.templateAnnotations) }, spec: podSpec(draft) },
  };
  const policy: NetworkPolicySpec = { podSelector: { matchLabels: selector }, ...networkPolicy };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, ...annotated(draft.annotations) },
      spec: deployment,
    },
    ...(service.ports.length === 0 ? [] : [{ apiVersion: 'v1', kind: 'Service', metadata, spec: service }]),
    ...(networkPolicy.policyTypes.length === 0
      ? []
      : [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: policy }]),
    ...objects,
  ];
}

function annotated(annotations: Record<string, string>): { annotations?: Record<string, string> } {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function podSpec(draft: PodDraft): PodSpec {
  const { beforeGluetun, gluetun, client, sidecars, volumes, podSpec: fields } = draft;
  client.writeSettings();
  const started = container({
    ...gluetun.container,
    ...(gluetun.startLines.length === 0 ? {} : { command: ['/bin/sh', '-c', startScript(gluetun.startLines)] }),
  });
  const [sidecar, beside] = gluetun.place === 'sidecar' ? [[started], []] : [[], [started]];
  return {
    ...fields,
    initContainers: [...beforeGluetun.map(container), ...sidecar, container(client.configure)],
    containers: [container(client.container), ...sidecars.map(container), ...beside],
    volumes,
  };
}

function container({ environment, volumeMounts, ...fields }: ContainerDraft): Container {
  const names = Object.keys(environment).sort();
  return {
    ...fields,
    ...(names.length === 0 ? {} : { env: names.map((name) => ({ name, value: environment[name] ?? '' })) }),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}
