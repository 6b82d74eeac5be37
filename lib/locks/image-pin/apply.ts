import type { Apply } from '../lock';

/** The declaration refuses an image without a release; here only the node's copy is kept from being looked up anew. */
export const apply: Apply = ({ beforeGluetun, gluetun, beforeClient, client, sidecars }) => {
  const beside = [...beforeClient, client.configure, client.container, ...sidecars];
  for (const container of [...beforeGluetun, gluetun.container, ...beside]) {
    container.imagePullPolicy = 'IfNotPresent';
  }
};
