import type { Lock } from '../lock';
import { about } from './about';
import { admission } from './admission';
import { apply } from './apply';
import { check } from './check';

export const lock: Lock = { about, apply, check, admission };
