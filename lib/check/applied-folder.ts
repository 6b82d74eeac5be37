import { posix } from 'node:path';
import { load } from 'js-yaml';
import type { ManifestDocument } from '../manifest/document';
import { type Fields, fieldsOf, itemsOf, textOf } from '../manifest/plain-value';

/** A folder of a git repository, all of whose files a GitOps controller applies just as they are. */
export interface AppliedFolder {
  readonly repository: string;
  /** From the repository's root. */
  readonly path: string;
}

/**
 * The folders that an Argo CD Application, an ApplicationSet or a Flux Kustomization has applied with nothing put in, left
 * out or changed on the way. `undefined` where it does anything else, or might.
 *
 * @param documents the whole input: a Flux Kustomization names its repository by another object
 */
export function appliedFolders(
  { object: { apiVersion, kind, spec } }: ManifestDocument,
  documents: readonly ManifestDocument[],
): readonly AppliedFolder[] | undefined {
  switch (`${apiVersion.replace(/\/.*/, '')} ${kind}`) {
    case 'argoproj.io Application':
      return allOf([argoCdFolder(fieldsOf(spec))]);
    case 'argoproj.io ApplicationSet':
      return argoCdFolders(fieldsOf(spec));
    case 'kustomize.toolkit.fluxcd.io Kustomization':
      return allOf([fluxFolder(fieldsOf(spec), documents)]);
    default:
      return undefined;
  }
}

function allOf(folders: readonly (AppliedFolder | undefined)[]): readonly AppliedFolder[] | undefined {
  const known = folders.flatMap((folder) => folder ?? []);
  return known.length > 0 && known.length === folders.length ? known : undefined;
}

function argoCdFolder({ source, sources }: Fields): AppliedFolder | undefined {
  const { directory, path, repoURL, targetRevision: _, ...others } = fieldsOf(source);
  const { recurse, ...filters } = fieldsOf(directory);
  // A chart, a plugin, several sources, jsonnet, files left out, or folders below that are not read.
  if (sources !== undefined || recurse !== true || !isEmpty(others) || !isEmpty(filters)) return undefined;
  return folderOf(repoURL, path);
}

/** By a list of folders alone; any other generator finds folders that nobody can tell from here. */
function argoCdFolders({ generators, template, templatePatch }: Fields): readonly AppliedFolder[] | undefined {
  const spec = fieldsOf(fieldsOf(template)['spec']);
  const source = fieldsOf(spec['source']);
  const key = /^\{\{\s*\.?(\w+)\s*\}\}$/.exec(textOf(source['path']) ?? '')?.[1];
  if (key === undefined || templatePatch !== undefined) return undefined;
  const elements = itemsOf(generators).map((generator) => {
    const { list, ...others } = fieldsOf(generator);
    const { elements: listed, ...more } = fieldsOf(list);
    return isEmpty(others) && isEmpty(more) ? itemsOf(listed) : [undefined];
  });
  return allOf(
    elements.flat().map((element) => argoCdFolder({ ...spec, source: { ...source, path: fieldsOf(element)[key] } })),
  );
}

/** Settings of a Kustomization that change nothing of what it applies. */
const harmless = [
  ...['decryption', 'deletionPolicy', 'dependsOn', 'force', 'healthChecks', 'interval', 'patches', 'path', 'prune'],
  ...['retryInterval', 'serviceAccountName', 'sourceRef', 'timeout', 'wait'],
];

function fluxFolder(spec: Fields, documents: readonly ManifestDocument[]): AppliedFolder | undefined {
  if (Object.keys(spec).some((key) => !harmless.includes(key))) return undefined;
  const { kind, name } = fieldsOf(spec['sourceRef']);
  const repositories = documents.filter(({ object }) => object.kind === kind && object.metadata.name === name);
  const { ignore, include, url } = fieldsOf(repositories[0]?.object['spec']);
  if (kind !== 'GitRepository' || repositories.length !== 1 || ignore !== undefined || include !== undefined) {
    return undefined;
  }
  return spec['patches'] === undefined || isHalf(spec, documents) ? folderOf(url, spec['path']) : undefined;
}

/** Whether it applies only the objects with a label, and another Kustomization of the same folder those without. */
function isHalf(spec: Fields, documents: readonly ManifestDocument[]): boolean {
  const selector = deletedBy(spec);
  const other = selector?.includes('!=') ? selector.replace('!=', '=') : selector?.replace('=', '!=');
  if (other === undefined) return false;
  return documents.some(({ object }) => {
    const half = fieldsOf(object['spec']);
    return object.kind === 'Kustomization' && placeOf(half) === placeOf(spec) && deletedBy(half) === other;
  });
}

function placeOf({ path, sourceRef }: Fields): string {
  const { kind, name } = fieldsOf(sourceRef);
  return JSON.stringify([textOf(path), textOf(kind), textOf(name)]);
}

/** The label selector, such as `stage!=locks`, of the objects that its only patch leaves out. */
function deletedBy({ patches }: Fields): string | undefined {
  const [first, ...others] = itemsOf(patches);
  const { patch, target } = fieldsOf(first);
  const { labelSelector, ...more } = fieldsOf(target);
  const selector = textOf(labelSelector) ?? '';
  if (others.length > 0 || !isEmpty(more) || !/^[\w./-]+!?=[\w.-]+$/.test(selector)) return undefined;
  try {
    return fieldsOf(load(textOf(patch) ?? ''))['$patch'] === 'delete' ? selector : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(repository: unknown, path: unknown): AppliedFolder | undefined {
  const [url, folder] = [textOf(repository), textOf(path)];
  if (url === undefined || folder === undefined) return undefined;
  const normal = posix.normalize(folder).replace(/^\/|\/$/g, '');
  return normal === '.' || normal === '' || normal.startsWith('..') ? undefined : { repository: url, path: normal };
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0;
}
