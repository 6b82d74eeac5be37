import type { Apply } from '../lock';

/** The declaration refuses an image without a release; here only the node's copy is kept from being looked up anew. */
export const apply: Apply = ({ beforeGluetun, gluetun, client }) => {
  for (const container of [...beforeGluetun, gluetun.container, client.configure, client.container]) {
    container.imagePullPolicy = 'IfNotPresent';
  }
};
