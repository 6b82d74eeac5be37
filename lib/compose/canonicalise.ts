import type { Problem } from './problem';
import { longPorts } from './short-ports';
import { type Folders, longVolume, projectPath } from './short-volumes';
import { at, entriesOf, itemsOf, mapping, type Scalar, scalar, sequence, type Tree } from './tree';

/**
 * Phase 4. One form for everything that compose lets people write in several: environments, labels and the like as
 * mappings, ports and volumes in the long syntax, lists as lists. Merging and mapping then know one form only.
 */
export function canonicalise(document: Tree, folders: Folders): { tree: Tree; problems: Problem[] } {
  const problems: Problem[] = [];
  const tree = mapping(
    entriesOf(document).map(([key, value]) => {
      if (key === 'services') return [key, perEntry(value, (service, name) => canonicalService(service, name))];
      if (key === 'secrets' || key === 'configs') return [key, perEntry(value, (entry) => withFile(entry, folders))];
      return [key, value];
    }),
    document,
  );
  return { tree, problems };

  function canonicalService(service: Tree, name: string): Tree {
    if (service.kind !== 'mapping') return service;
    return mapping(
      [...service.entries].flatMap(([key, value]) => {
        // `environment:` with nothing behind it says nothing.
        if (value.kind === 'scalar' && value.value === null && value.tag === undefined) return [];
        const path = `services.${name}.${key}`;
        return [[key, SERVICE[key]?.(value, { folders, path, problems }) ?? value] as const];
      }),
      service,
    );
  }
}

interface Context {
  readonly folders: Folders;
  readonly path: string;
  readonly problems: Problem[];
}

type Form = (value: Tree, context: Context) => Tree;

const list: Form = (value) => (value.kind === 'scalar' ? sequence([value], value) : value);
const pairs: Form = (value) => asMapping(value, '=');
const hosts: Form = (value) => asMapping(value, /[=:]/);
const names: Form = (value) => asNames(value);

/** What has more than one form, by its key. */
const SERVICE: Readonly<Record<string, Form>> = {
  annotations: pairs,
  cap_add: list,
  cap_drop: list,
  configs: (value) => eachItem(value, (item) => longReference(item)),
  depends_on: (value) =>
    asNames(list(value, noContext), (name) => mapping([['condition', scalar('service_started', name.place)]], name)),
  devices: (value) => eachItem(value, longDevice),
  dns: list,
  dns_search: list,
  env_file: (value, { folders }) => eachItem(list(value, noContext), (item) => longEnvFile(item, folders)),
  environment: pairs,
  expose: list,
  extends: (value) => (value.kind === 'scalar' ? mapping([['service', value]], value) : value),
  external_links: list,
  extra_hosts: hosts,
  healthcheck: canonicalHealthcheck,
  label_file: list,
  labels: pairs,
  networks: names,
  ports: (value, { path, problems }) =>
    sequence(
      itemsOf(value).flatMap((item, index) =>
        item.kind === 'scalar' ? longPorts(item, `${path}[${index}]`, problems) : [item],
      ),
      value,
    ),
  secrets: (value) => eachItem(value, (item) => longReference(item)),
  sysctls: pairs,
  tmpfs: list,
  ulimits: (value) => perEntry(value, longUlimit),
  volumes: (value, { folders }) => eachItem(value, (item) => canonicalVolume(item, folders)),
};

const noContext: Context = { folders: { project: '', file: '' }, path: '', problems: [] };

function perEntry(tree: Tree, change: (value: Tree, key: string) => Tree): Tree {
  return tree.kind === 'mapping'
    ? mapping(
        [...tree.entries].map(([key, value]) => [key, change(value, key)]),
        tree,
      )
    : tree;
}

function eachItem(tree: Tree, change: (item: Tree) => Tree): Tree {
  return tree.kind === 'sequence' ? sequence(tree.items.map(change), tree) : tree;
}

/** `NAME=VALUE` items as a mapping; a name alone has null for a value. */
function asMapping(tree: Tree, separator: string | RegExp): Tree {
  if (tree.kind !== 'sequence') return tree;
  return mapping(
    tree.items.flatMap((item) => {
      if (item.kind !== 'scalar') return [];
      const at_ = item.text.search(separator);
      if (at_ === -1) return [[item.text.trim(), { ...item, text: '', value: null }] as const];
      const value = scalar(item.text.slice(at_ + 1), item.place);
      const { revealed } = item;
      if (revealed === undefined) return [[item.text.slice(0, at_).trim(), value] as const];
      const whole = revealed.slice(revealed.search(separator) + 1);
      return [[item.text.slice(0, at_).trim(), whole === value.text ? value : { ...value, revealed: whole }] as const];
    }),
    tree,
  );
}

function asNames(tree: Tree, value: (name: Scalar) => Tree = (name) => ({ ...name, text: '', value: null })): Tree {
  if (tree.kind !== 'sequence') return tree;
  return mapping(
    tree.items.flatMap((item) => (item.kind === 'scalar' ? [[item.text, value(item)] as const] : [])),
    tree,
  );
}

function longReference(item: Tree): Tree {
  return item.kind === 'scalar' ? mapping([['source', item]], item) : item;
}

function longDevice(item: Tree): Tree {
  if (item.kind !== 'scalar') return item;
  const [source = '', target = source, permissions] = item.text.split(':');
  return mapping(
    [
      ['source', scalar(source, item.place)],
      ['target', scalar(target, item.place)],
      ...(permissions === undefined ? [] : [['permissions', scalar(permissions, item.place)] as const]),
    ],
    item,
  );
}

function longEnvFile(item: Tree, folders: Folders): Tree {
  const long = item.kind === 'scalar' ? mapping([['path', item]], item) : item;
  const path = at(long, 'path');
  if (path?.kind !== 'scalar' || long.kind !== 'mapping') return long;
  return mapping([...long.entries, ['path', { ...path, text: fromProject(path.text, folders) }]], long);
}

function withFile(entry: Tree, folders: Folders): Tree {
  const file = at(entry, 'file');
  if (entry.kind !== 'mapping' || file?.kind !== 'scalar') return entry;
  return mapping([...entry.entries, ['file', { ...file, text: fromProject(file.text, folders) }]], entry);
}

function fromProject(path: string, folders: Folders): string {
  return path.startsWith('/') ? path : projectPath(`./${path}`, folders);
}

function canonicalHealthcheck(value: Tree): Tree {
  const test = at(value, 'test');
  if (value.kind !== 'mapping' || test?.kind !== 'scalar') return value;
  return mapping([...value.entries, ['test', sequence([scalar('CMD-SHELL', test.place), test], test)]], value);
}

function longUlimit(value: Tree): Tree {
  return value.kind === 'scalar'
    ? mapping(
        [
          ['soft', value],
          ['hard', value],
        ],
        value,
      )
    : value;
}

function canonicalVolume(item: Tree, folders: Folders): Tree {
  if (item.kind === 'scalar') return longVolume(item, folders);
  const source = at(item, 'source');
  if (item.kind !== 'mapping' || source?.kind !== 'scalar') return item;
  return mapping([...item.entries, ['source', { ...source, text: projectPath(source.text, folders) }]], item);
}
