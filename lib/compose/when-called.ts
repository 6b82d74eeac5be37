import type * as Compose from './import-compose';

/** A synth reads no compose file, and would spend a third of its time on loading what does. */
const compose = (): typeof Compose => require('./import-compose');

export const importCompose: typeof Compose.importCompose = (...args) => compose().importCompose(...args);

export const secretsInCompose: typeof Compose.secretsInCompose = (...args) => compose().secretsInCompose(...args);
