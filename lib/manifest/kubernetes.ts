import type { k8s } from 'cdk8s-plus-28';

/** A Kubernetes type as it stands in a manifest: plain values in the place of cdk8s's wrapper classes, and writable. */
type Plain<T> = T extends k8s.Quantity | k8s.IntOrString
  ? string | number
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? Plain<Item>[]
      : T extends object
        ? { -readonly [Key in keyof T]: Plain<T[Key]> }
        : T;

export type Container = Plain<k8s.Container>;
export type Volume = Plain<k8s.Volume>;
export type VolumeMount = Plain<k8s.VolumeMount>;
export type SecurityContext = Plain<k8s.SecurityContext>;
export type DeploymentSpec = Plain<k8s.DeploymentSpec>;
export type NetworkPolicySpec = Plain<k8s.NetworkPolicySpec>;
export type ServiceSpec = Plain<k8s.ServiceSpec>;
export type PersistentVolumeClaimSpec = Plain<k8s.PersistentVolumeClaimSpec>;

/** cdk8s-plus-28's PodSpec, with the field that its generator left out, and those that it writes another way. */
export type PodSpec = Plain<Omit<k8s.PodSpec, 'hostIpc' | 'hostPid'>> & {
  enableServiceLinks?: boolean;
  hostIPC?: boolean;
  hostPID?: boolean;
};

/** The labels and annotations that people and selectors look at. */
interface ObjectMetadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Any Kubernetes object. What stands beside `metadata` depends on the kind. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  [field: string]: unknown;
}

/** What names an object for a person. */
export interface ObjectReference {
  readonly kind: string;
  /** @default - none: the object is cluster-scoped, or leaves its namespace to whoever applies it */
  readonly namespace?: string;
  readonly name: string;
}
