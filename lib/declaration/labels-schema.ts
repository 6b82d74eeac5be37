import { z } from 'zod';
import { looksSecret } from '../network/secret-look';
import { ValueError } from '../network/value-error';
import { leaf, report } from './leaf';
import { isHarmlessValue } from './secrecy';

const NAME = /^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Labels as Kubernetes takes them. */
export const labelsSchema = named('a label', (value) => LABEL_VALUE.test(value));

/** Names of annotations that are given a secret itself: those that end in `-secret` are given the name of a Secret. */
const SECRET_ANNOTATION = /(?:password|passwd|pwd|token|api-?key|widget\.key)$/i;

/** Annotations as Kubernetes takes them: any text by a name, but no secret: dist/ is committed. */
export const annotationsSchema = named('an annotation', () => true).superRefine((texts, context) => {
  for (const [name, text] of Object.entries(texts)) {
    const isReference = /^\{\{.*\}\}$/.test(text) || isHarmlessValue(name, text);
    if (SECRET_ANNOTATION.test(name) ? isReference : !looksSecret(text)) continue;
    report(context, { kind: 'secret', text: 'looks like a secret: none stands in a declaration, leave it out' }, [
      name,
    ]);
  }
});

function named(what: string, isAllowed: (value: string) => boolean) {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && isAllowed(value)) return value;
    throw new ValueError(value, `is not the value of ${what}`);
  };
  return z.record(z.string(), leaf<string>(`the value of ${what}`, parse)).superRefine((texts, context) => {
    for (const name of Object.keys(texts)) {
      const error = new ValueError(name, `is not the name of ${what}`);
      if (!NAME.test(name)) report(context, { kind: 'wrong', error }, [name]);
    }
  });
}
