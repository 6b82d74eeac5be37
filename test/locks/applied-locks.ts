import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { locks } from '../../lib/locks';
import type { ManifestDocument } from '../../lib/manifest/document';
import { readManifests } from '../../lib/manifest/read-manifests';
import { writeYaml } from '../../lib/manifest/write-yaml';
import { draftPod } from '../../lib/pod/draft-pod';
import { renderPod } from '../../lib/pod/render-pod';
import { exampleDeclaration } from '../declaration/example-declaration';

/** The example as it is rendered when every lock but these was applied. */
export function renderedWithout(...left: readonly string[]): readonly ManifestDocument[] {
  const { cluster, pods } = parseDeclaration(exampleDeclaration());
  const [declaration] = pods;
  if (declaration === undefined) throw new Error('the example has no Pod');
  const draft = draftPod(declaration, cluster);
  for (const { about, admission, apply } of locks) {
    draft.admissionRules.push(...admission.map((rule) => ({ lock: about.id, ...rule })));
    if (!left.includes(about.id)) apply(draft);
  }
  return readManifests(writeYaml([...renderPod(draft), ...draft.namespaceObjects]), 'pod.yaml').documents;
}

/**
 * Leaving these out opens nothing: they repeat a default of Kubernetes or gluetun, or what the declaration refuses, or
 * (vpn-secrets) are the only ones to mention a key at all.
 */
export const repeatsDefaults = ['shared-namespace', 'firewall', 'image-pin', 'vpn-secrets'];
