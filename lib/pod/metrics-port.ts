/** The name of the port at which a container of a Pod tells its metrics, for the PodMonitor. */
export const metricsPort = 'metrics';
