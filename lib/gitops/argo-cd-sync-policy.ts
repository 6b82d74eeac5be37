/**
 * Argo CD keeps the cluster as git says. A sync that failed is tried again until it succeeds, each time with the newest
 * commit: without `refresh` the commit that mends it would wait until the old one has been given up (measured: minutes).
 */
export const syncPolicy = {
  automated: { prune: true, selfHeal: true },
  retry: { limit: -1, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '1m' } },
} as const;
