import { ValueError } from '../network/value-error';

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^(\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,2})?$/;

/** A Kubernetes quantity as a plain number (bytes, cores), `undefined` if it is none. */
export function quantityValue(text: string): number | undefined {
  const match = QUANTITY.exec(text);
  if (match === null) return undefined;
  const [, digits = '', unit = ''] = match;
  const factor = FACTORS[unit] ?? Number(`1${unit}`);
  return Number(digits) * factor;
}

/**
 * An amount of memory or of storage: a Kubernetes quantity of at least one byte.
 * @throws ValueError
 */
export function parseByteQuantity(value: unknown): string {
  return parseQuantity(value, 1, 'such as "500Mi", "1Gi" and "500G"');
}

/**
 * An amount of CPU: a Kubernetes quantity of at least a thousandth of a core.
 * @throws ValueError
 */
export function parseCpuQuantity(value: unknown): string {
  return parseQuantity(value, 0.001, 'such as "50m" and "0.5"');
}

function parseQuantity(value: unknown, least: number, examples: string): string {
  const amount = typeof value === 'string' ? quantityValue(value) : undefined;
  if (typeof value === 'string' && amount !== undefined && amount >= least) return value;
  const problem =
    amount === undefined
      ? `is not a Kubernetes quantity: allowed are texts ${examples}`
      : `is too little: allowed are texts ${examples}`;
  throw new ValueError(value, problem, quantityMeant(value));
}

/** People write GB, gi and numbers. */
function quantityMeant(value: unknown): string | undefined {
  if (typeof value === 'number') return quantityValue(String(value)) === undefined ? undefined : String(value);
  if (typeof value !== 'string' || value.length > 20) return undefined;
  const match = /^\s*([\d.]+)\s*([kmgtpe])(i?)b?\s*$/i.exec(value);
  if (match === null) return undefined;
  const [, digits, letter = '', binary = ''] = match;
  const unit = binary === '' && letter.toLowerCase() === 'k' ? 'k' : letter.toUpperCase();
  const meant = `${digits}${unit}${binary.toLowerCase()}`;
  return quantityValue(meant) === undefined || meant === value ? undefined : meant;
}
