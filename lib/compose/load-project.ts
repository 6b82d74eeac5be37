import { resolve } from 'node:path';
import { canonicalise } from './canonicalise';
import { readEnvFile } from './env-file';
import { interpolate, type Reasons, type Variables } from './interpolate';
import { merge, withoutResets } from './merge';
import { ComposeError, fail, type Place } from './problem';
import { type ProjectFile, ProjectFiles } from './project-files';
import { type RepeatedKey, readYaml } from './read-yaml';
import { SecretVariables } from './secret-variables';
import { at, entriesOf, itemsOf, type Mapping, mapping, type Tree, textAt, textsOf } from './tree';
import { validate } from './validate';

/** A compose project: all its files in one, canonical, with every service that any profile has. */
export interface Project {
  readonly files: ProjectFiles;
  readonly document: Mapping;
  /** Why a variable must be set, as `${NAME:?words}` says. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly repeated: readonly RepeatedKey[];
  /** What the variables came from, for env_file. */
  readonly variables: Variables;
  readonly secrets: SecretVariables;
}

export interface ProjectSources {
  /** Files to lay over one another, in this order; at least one. */
  readonly paths: readonly string[];
  /** Text in the place of a path, for `-`. */
  readonly texts?: ReadonlyMap<string, string>;
  /** @default - the file .env beside the first file, if there is one */
  readonly envFiles?: readonly string[];
  /** The shell's variables: they go before those of files, as with compose. */
  readonly environment: Variables;
}

const MOST_FILES = 100;

/**
 * Phases 1 to 5: reads every file of a project and lays them together.
 * @throws ComposeError with every problem of the phase that found one
 */
export function loadProject({ environment, envFiles, paths, texts }: ProjectSources): Project {
  const [first = fail('no file is named')] = paths;
  const files = new ProjectFiles(resolve(texts?.has(first) ? '.' : first, texts?.has(first) ? '.' : '..'));
  const reasons: Reasons = new Map();
  const secrets = new SecretVariables();
  const variables = variablesOf(files, envFiles, environment, secrets);
  const loader = new Loader(files, variables, reasons, secrets);
  const trees = paths.flatMap((path) => {
    const text = texts?.get(path);
    const source = text === undefined ? files.readNamed(path) : { file: '<stdin>', folder: files.folder, text };
    return loader.load(source, []);
  });
  const [base = fail('holds no document', { file: first, line: 1, column: 1 }), ...others] = trees;
  const document = withoutResets(others.reduce((merged, over) => merge(merged, over), base));
  if (document.kind !== 'mapping') return fail('is no compose file: it is not a mapping', document.place);
  return { files, document, reasons, repeated: loader.repeated, variables, secrets };
}

function variablesOf(
  files: ProjectFiles,
  named: readonly string[] | undefined,
  environment: Variables,
  secrets: SecretVariables,
): Variables {
  const found = named ?? (files.isFile('.env', files.folder) ? [resolve(files.folder, '.env')] : []);
  const merged = new Map<string, string>();
  for (const path of found) {
    const { text } = files.readNamed(path);
    const shown = named === undefined ? '.env' : path;
    const { problems, values } = readEnvFile(text, shown, new Map([...merged, ...environment]), secrets);
    if (problems.length > 0) throw new ComposeError(problems);
    for (const [name, value] of values) merged.set(name, value);
  }
  return new Map([...merged, ...environment]);
}

class Loader {
  readonly repeated: RepeatedKey[] = [];
  private count = 0;

  constructor(
    private readonly files: ProjectFiles,
    private readonly variables: Variables,
    private readonly reasons: Reasons,
    private readonly secrets: SecretVariables,
  ) {}

  /** The documents of a file, with what they extend and include already laid in. */
  load(source: ProjectFile, openIncludes: readonly string[], variables = this.variables): Tree[] {
    return this.read(source, variables).map((document) => {
      const services = entriesOf(at(document, 'services')).map(
        ([name]) => [name, this.extended(document, name, source, [], variables)] as const,
      );
      const whole = replaced(document, 'services', services);
      return this.included(whole, source, [...openIncludes, `${source.folder}/${source.file}`], variables);
    });
  }

  private read(source: ProjectFile, variables: Variables): Tree[] {
    this.count += 1;
    if (this.count > MOST_FILES) fail(`more than ${MOST_FILES} files are extended and included`);
    const { documents, repeated } = readYaml(source.text, source.file);
    this.repeated.push(...repeated);
    return documents.map((document) => {
      if (document.kind !== 'mapping') return fail('is no compose file: it is not a mapping', document.place);
      refuseForeign(document);
      const interpolated = interpolate(forgiven(document), variables, this.reasons, this.secrets);
      throwIfAny(interpolated.problems);
      throwIfAny(validate(interpolated.tree));
      const canonical = canonicalise(interpolated.tree, { project: this.files.folder, file: source.folder });
      throwIfAny(canonical.problems);
      return canonical.tree;
    });
  }

  /** A service with what it extends laid under it. */
  private extended(
    document: Tree,
    name: string,
    source: ProjectFile,
    open: readonly string[],
    variables: Variables,
  ): Tree {
    const service = at(document, 'services', name) ?? fail('is missing', document.place, `services.${name}`);
    const base = at(service, 'extends');
    if (base === undefined || service.kind !== 'mapping') return service;
    const path = `services.${name}.extends`;
    const here = `${source.file} ${name}`;
    if (open.includes(here)) return fail(`extends itself, by way of ${[...open, here].join(' → ')}`, base.place, path);
    const target = textAt(base, 'service') ?? fail('names no service', base.place, path);
    const file = textAt(base, 'file');
    const other = file === undefined ? source : this.files.readInside(file, source.folder, base.place, path);
    const within = file === undefined ? document : this.read(other, variables)[0];
    if (within === undefined || at(within, 'services', target) === undefined) {
      return fail(`there is no service "${target}" in ${other.file}`, base.place, path);
    }
    const inherited = this.extended(within, target, other, [...open, here], variables);
    // What ties a service to its own file is not inherited (the specification, "extends", restrictions).
    return merge(without(inherited, ['depends_on', 'links', 'volumes_from']), without(service, ['extends']), [
      'services',
      name,
    ]);
  }

  private included(document: Tree, source: ProjectFile, open: readonly string[], variables: Variables): Tree {
    const merged = itemsOf(at(document, 'include')).reduce<Tree | undefined>((before, entry) => {
      const own = this.includeVariables(entry, source, variables);
      const names = entry.kind === 'scalar' ? [entry.text] : textsOf(at(entry, 'path'));
      const trees = names.flatMap((name) => {
        const file = this.files.readInside(name, source.folder, entry.place, 'include');
        if (open.includes(`${file.folder}/${file.file}`))
          return fail(`"${name}" includes itself`, entry.place, 'include');
        return this.load(file, open, own);
      });
      const whole = trees.reduce((one, over) => merge(one, over));
      return before === undefined ? whole : this.together(before, whole, entry.place);
    }, undefined);
    return merged === undefined ? document : this.together(merged, document, document.place);
  }

  private includeVariables(entry: Tree, source: ProjectFile, variables: Variables): Variables {
    const merged = new Map<string, string>();
    for (const name of textsOf(at(entry, 'env_file'))) {
      const { file, text } = this.files.readInside(name, source.folder, entry.place, 'include.env_file');
      const { problems, values } = readEnvFile(text, file, variables, this.secrets);
      throwIfAny(problems);
      for (const [key, value] of values) merged.set(key, value);
    }
    return merged.size === 0 ? variables : new Map([...merged, ...variables]);
  }

  /** Included files may not say again what another says. */
  private together(one: Tree, other: Tree, place: Place): Tree {
    const mine = new Set(entriesOf(at(one, 'services')).map(([name]) => name));
    const twice = entriesOf(at(other, 'services')).find(([name]) => mine.has(name));
    if (twice !== undefined)
      fail('is defined here and in an included file', twice[1].place ?? place, `services.${twice[0]}`);
    return merge(one, other);
  }
}

function replaced(document: Tree, key: string, entries: readonly (readonly [string, Tree])[]): Tree {
  const before = at(document, key);
  if (before === undefined || document.kind !== 'mapping') return document;
  return mapping([...document.entries, [key, mapping(entries, before)]], document);
}

function without(tree: Tree, keys: readonly string[]): Tree {
  return tree.kind === 'mapping'
    ? mapping(
        [...tree.entries].filter(([key]) => !keys.includes(key)),
        tree,
      )
    : tree;
}

/** What is YAML and no compose file, in words of its own. */
function refuseForeign(document: Mapping): void {
  const keys = [...document.entries.keys()];
  if (keys.includes('services') || keys.includes('include') || keys.includes('name')) return;
  if (keys.includes('kind') && keys.includes('apiVersion')) {
    fail('is a Kubernetes manifest, no compose file: "podlock check" reads those', document.place);
  }
  const old = entriesOf(document).find(
    ([, value]) => at(value, 'image') !== undefined || at(value, 'build') !== undefined,
  );
  if (old !== undefined) {
    fail(`is a compose file of version 1: put "${old[0]}" and the others below "services:"`, document.place);
  }
  if (!keys.some((key) => ['volumes', 'networks', 'secrets', 'configs'].includes(key) || key.startsWith('x-'))) {
    fail('is no compose file: it has no "services"', document.place);
  }
}

/** What Docker Compose refuses and everybody understands: `depends_on: gluetun`. */
function forgiven(document: Mapping): Tree {
  const services = entriesOf(at(document, 'services')).map(([name, service]) => {
    const dependsOn = at(service, 'depends_on');
    if (service.kind !== 'mapping') return [name, service] as const;
    const entries = [...service.entries].filter(
      ([, value]) => value.kind !== 'scalar' || value.value !== null || value.tag !== undefined,
    );
    const list: readonly (readonly [string, Tree])[] =
      dependsOn?.kind === 'scalar' && dependsOn.value !== null
        ? [['depends_on', { kind: 'sequence', items: [dependsOn], place: dependsOn.place }]]
        : [];
    return [name, mapping([...entries, ...list], service)] as const;
  });
  return replaced(document, 'services', services);
}

function throwIfAny(problems: ConstructorParameters<typeof ComposeError>[0]): void {
  if (problems.length > 0) throw new ComposeError(problems);
}
