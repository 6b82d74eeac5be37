import { z } from 'zod';
import { LONGEST_LABEL, parseDnsLabel, parseDnsSubdomain, parseServiceName } from '../network/host-name';
import { parsePort } from '../network/port';
import { ValueError } from '../network/value-error';
import { clientSchema } from './client-schema';
import type { Exposure } from './exposure';
import { exposureSchema } from './exposure-schema';
import { parseRepositoryFolder } from './folder-path';
import { parseBranch, parseRepositoryUrl } from './git-reference';
import { gluetunSchema } from './gluetun-schema';
import { booleanLeaf, leaf, strictObject } from './leaf';
import { parseReason } from './reason';
import { parseNamespace } from './reserved-namespace';
import { storageSchema } from './storage-schema';
import { vpnSchema } from './vpn-schema';

/** Names are made by appending to a Pod's: `-downloads` is the longest. They must still fit a label. */
const LONGEST_POD_NAME = LONGEST_LABEL - '-downloads'.length;
/** `podlock-` and `-argocd`, `-flux` or `-locks` are put around it. */
const LONGEST_CLUSTER_NAME = LONGEST_LABEL - 'podlock-'.length - '-argocd'.length;

const podSchema = strictObject({
  /** What the Pod's objects are named after: 1 to 53 of a-z, 0-9 and "-", beginning with a letter. */
  name: leaf<string>('a name', (value) => parseServiceName(value, LONGEST_POD_NAME)),
  /**
   * Where it lives: a namespace for such Pods alone. Podlock writes it, with the Pod Security level that NET_ADMIN
   * needs, and the API server refuses every other Pod there.
   */
  namespace: leaf<string>('the name of a namespace', parseNamespace),
  /** The port that the VPN provider forwards to you; the client listens on it, on the tunnel only. */
  torrentPort: leaf<number>('a port', parsePort),
  /**
   * gluetun itself.
   * @default - the release that Podlock was tested with, five minutes to start, interface tun0
   */
  gluetun: gluetunSchema.prefault({}),
  /** The tunnel. */
  vpn: vpnSchema,
  /** The BitTorrent client. */
  client: clientSchema,
  /**
   * How people reach the client's WebUI from outside the cluster. The NetworkPolicy lets in this way and no other.
   * @default - by its Service, from within the cluster
   */
  expose: exposureSchema.optional().transform((value): Exposure | undefined => value),
  /** Where the client's files are. */
  storage: storageSchema,
});

/** Everything that Podlock is told. */
export const declarationSchema = strictObject({
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
   * The repository that holds dist/, for Argo CD and Flux.
   * @default - nothing is written for them
   */
  gitOps: strictObject({
    /** An https, http or ssh URL without a password. */
    repository: leaf<string>('the URL of a repository', parseRepositoryUrl),
    /** The branch that is synced. */
    branch: leaf<string>('the name of a branch', parseBranch),
    /**
     * The folder of the manifests, from the repository's root.
     * @default 'dist'
     */
    path: leaf<string>('a folder of the repository', parseRepositoryFolder).default('dist'),
    /**
     * The Secret in flux-system with what Flux needs to read a private repository: `username` and `password`, or
     * `identity` and `known_hosts`. Argo CD finds a Secret of its own for it, by the repository's URL.
     * @default - the repository is public
     */
    credentialsSecret: leaf<string>('the name of a Secret', parseDnsSubdomain)
      .optional()
      .transform((value): string | undefined => value),
  }).optional(),
  /** The Pods: each one VPN tunnel with one client. */
  pods: z.array(podSchema).readonly(),
});

/** A declaration as main.ts writes it. */
export type DeclarationInput = z.input<typeof declarationSchema>;

function parseClusterName(value: unknown): string {
  const name = parseDnsLabel(value, LONGEST_CLUSTER_NAME);
  // dist/gitops/ holds what Argo CD and Flux are told.
  if (name === 'gitops') throw new ValueError(value, 'is reserved: dist/gitops/ is for Argo CD and Flux; take another');
  return name;
}
