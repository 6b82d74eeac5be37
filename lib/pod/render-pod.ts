import type { Container, DeploymentSpec, KubernetesObject, NetworkPolicySpec, PodSpec } from '../manifest/kubernetes';
import type { ContainerDraft, PodDraft } from './draft';
import { podLabels } from './draft-pod';
import { startScript } from './gluetun';
import { tellLoosenedLocks } from './tunnel-metrics';

/** The Kubernetes objects of a finished draft that belong to this Pod alone. */
export function renderPod(draft: PodDraft): KubernetesObject[] {
  const { declaration, selector, service, networkPolicy, objects } = draft;
  tellLoosenedLocks(draft);
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
  const { beforeGluetun, gluetun, beforeClient, client, sidecars, volumes, podSpec: fields } = draft;
  client.writeSettings();
  const started = container({
    ...gluetun.container,
    ...(gluetun.startLines.length === 0 ? {} : { command: ['/bin/sh', '-c', startScript(gluetun.startLines)] }),
  });
  const [sidecar, beside] = gluetun.place === 'sidecar' ? [[started], []] : [[], [started]];
  return {
    ...fields,
    initContainers: [
      ...beforeGluetun.map(container),
      ...sidecar,
      ...beforeClient.map(container),
      container(client.configure),
    ],
    containers: [container(client.container), ...sidecars.map(container), ...beside],
    volumes,
  };
}

function container({ environment, secretEnvironment = {}, volumeMounts, ...fields }: ContainerDraft): Container {
  // Kubernetes fills $(NAME) in from the variables before it.
  const env = [
    ...byName(secretEnvironment).map(([name, { secret, key }]) => ({
      name,
      valueFrom: { secretKeyRef: { name: secret, key } },
    })),
    ...byName(environment).map(([name, value]) => ({ name, value })),
  ];
  return {
    ...fields,
    ...(env.length === 0 ? {} : { env }),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}

function byName<Value>(variables: Readonly<Record<string, Value>>): (readonly [string, Value])[] {
  return Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1));
}
