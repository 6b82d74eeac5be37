import type { Conversion, FoundSecret } from './conversion';
import { ComposeError } from './problem';
import { servicesOf } from './service';
import { at, itemsOf, textAt } from './tree';
import { textOf } from './tunnel-file';
import { unsetIn } from './unset';

/** The values themselves, by Secret and key. They go to whoever makes the Secrets, and nowhere else. */
export function secretValues(conversion: Conversion): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const values = new Map<string, Map<string, string>>();
  for (const found of conversion.secrets) {
    const value = foundValue(found, conversion);
    if (value === undefined || value === '') continue;
    const keys = values.get(found.secret) ?? new Map<string, string>();
    values.set(found.secret, keys.set(found.key, value));
  }
  return values;
}

function foundValue({ variable }: FoundSecret, conversion: Conversion): string | undefined {
  const { name, path, revealed } = variable;
  const text = revealed ?? variable.text;
  if (unsetIn(text).length > 0) return undefined;
  if (!/_(?:SECRETFILE|FILE)$/.test(name) || !text.startsWith('/')) return text;
  const service = servicesOf(conversion.project.document).find((each) => path.startsWith(`${each.path}.`));
  if (service === undefined) return undefined;
  const mounted = itemsOf(at(service.tree, 'secrets')).find((item) => {
    const target = textAt(item, 'target') ?? textAt(item, 'source') ?? '';
    return text === target || text === `/run/secrets/${target}`;
  });
  const source = textAt(mounted, 'source');
  return source === undefined ? textOf(text, service, conversion) : sourceValue(source, conversion);
}

/** A secret of the project: a file of it, or a variable of the shell. */
function sourceValue(source: string, { project }: Conversion): string | undefined {
  const definition = at(project.document, 'secrets', source);
  const variable = textAt(definition, 'environment');
  if (variable !== undefined) return project.variables.get(variable);
  const file = textAt(definition, 'file');
  if (file === undefined || definition === undefined) return undefined;
  try {
    return project.files
      .readInside(file, project.files.folder, definition.place, `secrets.${source}.file`)
      .text.trimEnd();
  } catch (error) {
    if (error instanceof ComposeError) return undefined;
    throw error;
  }
}
