import type { z } from 'zod';
import { ValueError } from '../network/value-error';
import { leaf, report, strictObject } from './leaf';
import { parseByteQuantity, parseCpuQuantity, quantityValue } from './quantity';

interface ResourceDefaults {
  readonly cpu: string;
  readonly memory: string;
  readonly memoryLimit: string;
  /** @default - any */
  readonly lowestMemoryLimit?: string;
}

/** What a container asks for and may use at most, each part with its own default. */
export function resourcesSchema({ cpu, lowestMemoryLimit, memory, memoryLimit }: ResourceDefaults) {
  const parseLimit = (value: unknown): string => {
    const limit = parseByteQuantity(value);
    if (lowestMemoryLimit === undefined || bytes(limit) >= bytes(lowestMemoryLimit)) return limit;
    throw new ValueError(limit, `is too little memory: allowed are quantities from ${lowestMemoryLimit}`);
  };
  return strictObject({
    /** What the scheduler sets aside. */
    requests: strictObject({
      /** A Kubernetes quantity of cores. */
      cpu: leaf<string>('a quantity of CPU', parseCpuQuantity).default(cpu),
      /** A Kubernetes quantity of bytes. */
      memory: leaf<string>('a quantity of memory', parseByteQuantity).default(memory),
    }).prefault({}),
    /** What the container is stopped at. */
    limits: strictObject(
      {
        /** A Kubernetes quantity of bytes. */
        memory: leaf<string>('a quantity of memory', parseLimit).default(memoryLimit),
      },
      { cpu: 'a limit of CPU would throttle the tunnel; say what to set aside in requests.cpu' },
    ).prefault({}),
  })
    .superRefine(({ limits, requests }, context) => {
      if (bytes(requests.memory) <= bytes(limits.memory)) return;
      const error = new ValueError(requests.memory, `is more than limits.memory, ${limits.memory}`);
      report(context, { kind: 'wrong', error }, ['requests', 'memory']);
    })
    .prefault({}) satisfies z.ZodType;
}

function bytes(quantity: string): number {
  return quantityValue(quantity) ?? Number.NaN;
}
