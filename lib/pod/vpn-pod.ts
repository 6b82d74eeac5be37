import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceRules } from '../admission/rule';
import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { staged } from '../gitops/stage';
import { locks } from '../locks';
import type { KubernetesObject } from '../manifest/kubernetes';
import type { ChangeAnnotations } from './draft';
import { draftPod } from './draft-pod';
import { renderPod } from './render-pod';

export interface VpnPodProps {
  readonly declaration: PodDeclaration;
  readonly cluster: Declaration['cluster'];
  /**
   * How a changed Secret reaches it.
   * @default - not at all: a new key counts when the Pod is made anew
   */
  readonly changes?: ChangeAnnotations;
  /**
   * How one reaches the proxy that is made for its WebUI.
   * @default - not at all
   */
  readonly proxyChanges?: ChangeAnnotations;
}

/** A torrent client behind gluetun, with every lock closed, and what stands beside it. */
export class VpnPod extends Construct {
  /** The objects that all Pods of this namespace share, for the caller to write once. */
  readonly namespaceObjects: readonly KubernetesObject[];

  constructor(scope: Construct, id: string, { declaration, cluster, changes, proxyChanges }: VpnPodProps) {
    super(scope, id);
    const draft = draftPod(declaration, cluster, proxyChanges);
    draft.admissionRules.push(...namespaceRules(locks));
    for (const { apply } of locks) apply(draft);
    Object.assign(draft.annotations, changes?.workload);
    Object.assign(draft.templateAnnotations, changes?.template);
    for (const object of renderPod(draft)) {
      new ApiObject(this, `${object.kind} ${object.metadata.name}`, staged(object));
    }
    this.namespaceObjects = draft.namespaceObjects.map(staged);
  }
}
