import type { ManifestDocument } from '../manifest/document';
import { LineTable } from '../manifest/line-table';
import { referenceOf } from '../manifest/workload';
import { type AppliedFolder, appliedFolders } from './applied-folder';
import type { Finding } from './finding';
import type { InputError, Source } from './source';

/** What makes manifests somewhere else, and how to see them here. */
interface Generator {
  readonly group: string;
  readonly kinds: readonly string[];
  readonly render: (name: string) => string;
}

const helm = (name: string) => `helm template ${name} CHART --values VALUES.yaml | npx podlock check -`;

const generators: readonly Generator[] = [
  { group: 'helm.toolkit.fluxcd.io', kinds: ['HelmRelease'], render: helm },
  { group: 'helm.cattle.io', kinds: ['HelmChart', 'HelmChartConfig'], render: helm },
  {
    group: 'argoproj.io',
    kinds: ['Application', 'ApplicationSet'],
    render: (name) => `argocd app manifests ${name} | npx podlock check -`,
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    kinds: ['Kustomization'],
    render: (name) => `flux build kustomization ${name} --path PATH | npx podlock check -`,
  },
  {
    group: 'kustomize.config.k8s.io',
    kinds: ['Kustomization', 'Component'],
    render: () => 'kubectl kustomize FOLDER | npx podlock check -',
  },
];

/** Documents that stand for manifests which only a tool makes of them. What those say is not in the input. */
export function unrenderedDocuments(documents: readonly ManifestDocument[]): readonly Finding[] {
  return documents.flatMap((document): Finding[] => {
    const { apiVersion, kind, metadata } = document.object;
    const group = apiVersion.split('/')[0];
    const generator = generators.find((each) => each.group === group && each.kinds.includes(kind));
    if (generator === undefined) return [];
    const place = { object: referenceOf(document), path: '', file: document.file, ...document.position([]) };
    const folders = appliedFolders(document, documents);
    if (folders?.every(({ path }) => isInput(path, documents))) return [readHere(folders, place)];
    return [
      {
        lock: 'not-rendered',
        // Beside manifests that were checked, one that names gluetun is likely to bring a Pod that was not.
        severity: JSON.stringify(document.object).includes('gluetun') ? 'risk' : 'advice',
        state: 'unknown',
        ...place,
        message: `${kind} is not rendered: the manifests that it stands for were not checked`,
        remedy: `Render it first: ${generator.render(metadata.name || 'NAME')}.`,
      },
    ];
  });
}

/** A folder of a repository is known by its path: from here, or as the end of a longer one. */
function isInput(folder: string, documents: readonly ManifestDocument[]): boolean {
  return documents.some(({ file }) => `/${file.replaceAll('\\', '/')}`.includes(`/${folder}/`));
}

function readHere(
  folders: readonly AppliedFolder[],
  place: Pick<Finding, 'object' | 'path' | 'file' | 'line' | 'column'>,
): Finding {
  const names = [...new Set(folders.map(({ path, repository }) => `${path} of ${repository}`))];
  return {
    lock: 'applies-input',
    severity: 'advice',
    state: 'unknown',
    ...place,
    message: `applies ${names.join(', ')}`,
    remedy: 'Check that repository instead, if this is not it.',
  };
}

/** Helm's own names; gluetun's {{PORT}} and other programs' templates are no Helm. */
const helmTemplate =
  /\{\{-?\s*(?:(?:if|with|range|not|and|or|default|quote|toYaml|tpl|end|else)\b[^}\n]{0,200})?(?:\(?\.(?:Values|Release|Chart|Capabilities|Files)\b|include\s+"|template\s+"|define\s+")/;

/** Why a text is a Helm template and not what Helm makes of it; undefined when it is none. */
export function templateError({ file, text }: Source): InputError | undefined {
  const match = helmTemplate.exec(text);
  if (match === null) return undefined;
  return {
    reason: 'not-rendered',
    message: 'is a Helm template: what it becomes depends on its values',
    remedy: `Render it first: ${helm('NAME')}.`,
    file,
    ...new LineTable(text).at(match.index),
  };
}
