import { z } from 'zod';
import { LONGEST_LABEL, parseDnsLabel, parseServiceName } from '../network/host-name';
import { parsePort } from '../network/port';
import { ValueError } from '../network/value-error';
import { clientSchema } from './clients';
import { companionSchema } from './companion-schema';
import type { TorrentPort } from './declaration';
import type { Exposure } from './exposure';
import { exposureSchema } from './exposure-schema';
import { POD_KEYS } from './foreign-keys';
import type { GitOpsDeclaration } from './gitops';
import { gitOpsSchema } from './gitops-schema';
import { gluetunSchema } from './gluetun-schema';
import type { Host } from './host';
import { hostSchema } from './host-schema';
import { booleanLeaf, leaf, strictObject } from './leaf';
import type { Metrics } from './metrics';
import { metricsSchema } from './metrics-schema';
import { parseReason } from './reason';
import { parseNamespace } from './reserved-namespace';
import { sortedByName, storageSchema } from './storage-schema';
import { vpnSchema } from './vpn-schema';

/** Names are made by appending to a Pod's: `-downloads` is the longest. They must still fit a label. */
const LONGEST_POD_NAME = LONGEST_LABEL - '-downloads'.length;
/** `podlock-` and `-argocd`, `-flux` or `-locks` are put around it. */
const LONGEST_CLUSTER_NAME = LONGEST_LABEL - 'podlock-'.length - '-argocd'.length;

const podShape = {
  /** What the Pod's objects are named after: 1 to 53 of a-z, 0-9 and "-", beginning with a letter. */
  name: leaf<string>('a name', (value) => parseServiceName(value, LONGEST_POD_NAME)),
  /**
   * Where it lives: a namespace for such Pods alone. Podlock writes it, with the Pod Security level that NET_ADMIN
   * needs, and the API server refuses every other Pod there.
   */
  namespace: leaf<string>('the name of a namespace', parseNamespace),
  /**
   * The port that peers connect to; the client listens on it, on the tunnel only. A number: your provider forwards it to
   * you for good. `dynamic`: it hands one out at each start of the tunnel (Private Internet Access, ProtonVPN,
   * PrivateVPN, Perfect Privacy), and the client is told. `none`: nothing is forwarded, and peers cannot connect.
   */
  torrentPort: leaf<TorrentPort>('a port, "dynamic" or "none"', parseTorrentPort),
  /**
   * gluetun itself.
   * @default - the release that Podlock was tested with, five minutes to start, interface tun0
   */
  gluetun: gluetunSchema.prefault({}),
  /** The tunnel. */
  vpn: vpnSchema,
  /** The BitTorrent client, or another program in its place. */
  client: clientSchema,
  /**
   * How people reach the client's WebUI from outside the cluster. The NetworkPolicy lets in this way and no other.
   * @default - by its Service, from within the cluster
   */
  expose: exposureSchema.optional().transform((value): Exposure | undefined => value),
  /**
   * Further containers behind the same locks: Prowlarr, Sonarr, SABnzbd, an exporter.
   * @default - none
   */
  companions: z.array(companionSchema).default([]).transform(sortedByName),
  /** Where the client's files are. */
  storage: storageSchema.prefault({}),
  /**
   * Services of the cluster and hosts of the home network that the Pod reaches by name, without the tunnel: each opens one
   * address and port in guard, firewall and NetworkPolicy.
   * @default - none
   */
  hosts: z
    .array(hostSchema)
    .default([])
    .transform((hosts) => hosts.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))),
  /**
   * What Prometheus is told: the tunnel's state, a PodMonitor, alerts. An exporter of the client is a companion.
   * @default - nothing
   */
  metrics: metricsSchema.optional().transform((value): Metrics | undefined => value),
};

const podSchema = strictObject(podShape, POD_KEYS);

const declarationShape = {
  /** The cluster that the manifests are for. */
  cluster: strictObject({
    /** What its folder in dist/ is called. */
    name: leaf<string>('a name', parseClusterName),
    /**
     * Whether nodes and Pods have IPv6. Without it gluetun must not be given IPv6 addresses.
     * @default false
     */
    ipv6: booleanLeaf().default(false),
    /**
     * Lets anyone who may create Pods put one without locks into a namespace of these Pods: no ValidatingAdmissionPolicy
     * is written. Needed where the API server has none, which is before Kubernetes 1.30.
     * @default - the API server refuses Pods with an open lock
     */
    admitUnlockedPods: strictObject({
      /** Why, in one line. The check reports it beside the loosened lock. */
      because: leaf<string>('a reason', parseReason),
    })
      .optional()
      .transform((value): { readonly because: string } | undefined => value),
  }),
  /**
   * Where Argo CD and Flux find dist/: a git repository, or an OCI artifact.
   * @default - nothing is written for them
   */
  gitOps: gitOpsSchema.optional().transform((value): GitOpsDeclaration | undefined => value),
  /** The Pods: each one VPN tunnel with one client. */
  pods: z.array(podSchema).readonly(),
};

const ofPods = Object.fromEntries(
  Object.keys(podShape).map((key) => [key, 'unknown key; it belongs to a Pod: an item of "pods"']),
);

/** Everything that Podlock is told. */
export const declarationSchema = strictObject(declarationShape, ofPods);

function parseTorrentPort(value: unknown): TorrentPort {
  if (value === 'dynamic' || value === 'none') return value;
  if (typeof value !== 'string') return parsePort(value);
  throw new ValueError(value, 'is not allowed here: allowed are a port as a number, "dynamic" and "none"');
}

/** A declaration as main.ts writes it. */
export type DeclarationInput = z.input<typeof declarationSchema>;

function sortKey({ address, port, protocol }: Host): string {
  return `${address} ${String(port).padStart(5, '0')} ${protocol}`;
}

function parseClusterName(value: unknown): string {
  const name = parseDnsLabel(value, LONGEST_CLUSTER_NAME);
  // dist/gitops/ holds what Argo CD and Flux are told.
  if (name === 'gitops') throw new ValueError(value, 'is reserved: dist/gitops/ is for Argo CD and Flux; take another');
  return name;
}
