import type { Scenario } from '../scenario';
import { hostileClient } from './hostile-client';
import { killedGluetun } from './killed-gluetun';
import { newSandbox } from './new-sandbox';
import { silentEndpoint } from './silent-endpoint';
import { wrongKey } from './wrong-key';

/** Every scenario, in the order in which they are played. */
export const scenarios: readonly Scenario[] = [silentEndpoint, killedGluetun, wrongKey, newSandbox, hostileClient];
