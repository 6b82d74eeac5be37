import type { Conversion, Located } from './conversion';
import { readEnvFile } from './env-file';
import { ComposeError } from './problem';
import type { Service } from './service';
import { at, entriesOf, itemsOf, keyPath, type Scalar, type Tree, textAt } from './tree';
import { unsetIn, unsetMark } from './unset';

/** One variable of a container. */
export interface EnvironmentVariable extends Located {
  readonly name: string;
}

/**
 * The variables of a service: those of its env_file, and over them those of `environment`. Files are read inside the
 * project's folder only.
 */
export function environmentOf(service: Service, conversion: Conversion): ReadonlyMap<string, EnvironmentVariable> {
  const variables = new Map<string, EnvironmentVariable>();
  itemsOf(at(service.tree, 'env_file')).forEach((item, index) => {
    for (const variable of fileVariables(service, item, index, conversion)) variables.set(variable.name, variable);
  });
  for (const [name, value] of entriesOf(at(service.tree, 'environment'))) {
    if (value.kind !== 'scalar') continue;
    const path = keyPath(`${service.path}.environment`, name);
    const before = variables.get(name);
    if (before !== undefined) conversion.ledger.drop(before.path, '"environment" of the service says it again');
    variables.set(name, { name, ...given(name, value, conversion), path, place: value.place });
  }
  return variables;
}

/** The value of a variable; a name alone takes the one that the shell or .env has. */
function given(
  name: string,
  { revealed, text, value }: Scalar,
  { project }: Conversion,
): Pick<EnvironmentVariable, 'text' | 'revealed'> {
  if (value === null) return withheld(name, project.variables.get(name) ?? unsetMark(name), project);
  return { text: unquoted(text), ...(revealed !== undefined && { revealed: unquoted(revealed) }) };
}

function withheld(name: string, text: string, { secrets }: Conversion['project']) {
  return secrets.hasSecretInside(name) ? { text: unsetMark(name), revealed: unquoted(text) } : { text: unquoted(text) };
}

/** In the list form quotes are part of the value, which nobody means. */
function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}

function fileVariables(service: Service, item: Tree, index: number, conversion: Conversion): EnvironmentVariable[] {
  const path = `${service.path}.env_file[${index}]`;
  const { files, secrets, variables } = conversion.project;
  const name = textAt(item, 'path') ?? '';
  conversion.ledger.map(path, 'the variables that it holds');
  if (unsetIn(name).length > 0) {
    conversion.needed({ text: name, path, place: item.place });
    return [];
  }
  if (textAt(item, 'required') === 'false' && !files.isFile(name, files.folder)) return [];
  try {
    const { file, text } = files.readInside(name, files.folder, item.place, path);
    const read = readEnvFile(text, file, variables, secrets);
    if (read.problems.length > 0) throw new ComposeError(read.problems);
    return [...read.values].map(([key, value]) => {
      const variable = {
        name: key,
        ...withheld(key, value, conversion.project),
        path: `${path}#${key}`,
        place: { file, line: 1, column: 1 },
      };
      conversion.ledger.also(variable.path, variable.place);
      return variable;
    });
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    conversion.problems.push(...error.problems);
    return [];
  }
}
