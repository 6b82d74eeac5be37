import { parseDeclaration, renderManifests } from '../../lib';
import { exampleDeclaration } from '../declaration/example-declaration';

/** The example's manifests as one stream of YAML. */
export function rendered(): string {
  const { pods } = renderManifests(parseDeclaration(exampleDeclaration()));
  return pods
    .flat()
    .map(({ content }) => content)
    .join('---\n');
}
