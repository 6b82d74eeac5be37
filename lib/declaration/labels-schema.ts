import { z } from 'zod';
import { ValueError } from '../network/value-error';
import { leaf, report } from './leaf';

const LABEL_NAME = /^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Labels as Kubernetes takes them. */
export const labelsSchema = z
  .record(z.string(), leaf<string>('the value of a label', parseLabelValue))
  .superRefine((labels, context) => {
    for (const name of Object.keys(labels)) {
      const error = new ValueError(name, 'is not the name of a label');
      if (!LABEL_NAME.test(name)) report(context, { kind: 'wrong', error }, [name]);
    }
  });

function parseLabelValue(value: unknown): string {
  if (typeof value === 'string' && LABEL_VALUE.test(value)) return value;
  throw new ValueError(value, 'is not the value of a label');
}
