export type { DeclarationInput } from './declaration/parse-declaration';
export { parseDeclaration } from './declaration/parse-declaration';
export { VpnPod, type VpnPodProps } from './pod/vpn-pod';
export { renderManifests } from './synth/render-manifests';
export { synthesize } from './synth/synthesize';
