export { type CheckOptions, type CheckReport, checkSources } from './check/check-sources';
export { explainLock, listLocks, locksPage } from './check/explain-lock';
export type { Finding } from './check/finding';
export { githubReport } from './check/github-report';
export { jsonReport } from './check/json-report';
export { readInput } from './check/read-input';
export { sarifReport } from './check/sarif-report';
export type { InputError, Source } from './check/source';
export { sourceLinesOf } from './check/source-lines';
export { checkText } from './check/text-report';
export {
  type ImportChoices,
  type ImportedProject,
  importCompose,
  secretsInCompose,
} from './compose/import-compose';
export { importNotes } from './compose/import-notes';
export { ComposeError } from './compose/problem';
export { type KnownVariable, knownVariable } from './declaration/gluetun/settings-schema';
export type { DeclarationInput } from './declaration/parse-declaration';
export { parseDeclaration } from './declaration/parse-declaration';
export { diagramMermaid } from './diagram/mermaid';
export { type PodPicture, picturesOf } from './diagram/picture';
export { podDrawing } from './diagram/pod-drawing';
export { diagramSvg } from './diagram/svg';
export { type DiffEntry, diffManifests } from './diff/diff-manifests';
export { diffJson } from './diff/json-report';
export { diffText } from './diff/text-report';
export { locks } from './locks';
export { printMain } from './main-file/main-file';
export { type Answers, newDeclaration } from './main-file/new-declaration';
export { VpnPod, type VpnPodProps } from './pod/vpn-pod';
export { plainSecret } from './secrets/plain-secret';
export { wireguardConfigKeys } from './secrets/wireguard-config';
export { namespacePolicy } from './synth/namespace-policy';
export { readSecretFiles } from './synth/read-secret-files';
export { renderManifests } from './synth/render-manifests';
export { synthesize } from './synth/synthesize';
