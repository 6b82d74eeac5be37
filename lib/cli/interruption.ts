/**
 * Aborts at the first SIGINT or SIGTERM, so that what is under way can be put back. The second one ends the program at
 * once, as it would without this.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller.signal;
}
