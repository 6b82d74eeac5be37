import { readEnvironment } from '../../lib/manifest/environment';
import { commandOf, containersOf } from '../../lib/manifest/pod-container';

const sources = { configMap: () => undefined, secret: () => undefined };
const doubling = [
  { name: 'A0', value: 'x'.repeat(10) },
  ...Array.from({ length: 28 }, (_, index) => ({ name: `A${index + 1}`, value: `$(A${index})$(A${index})` })),
];

test('a variable that doubles at every turn is unknown once it is too long', () => {
  const environment = readEnvironment({ env: doubling }, [], sources);
  expect(environment.get('A2')).toMatchObject({ kind: 'value', value: 'x'.repeat(40) });
  expect(environment.get('A28')).toMatchObject({ kind: 'unknown' });
});

test('a command that grows without end stays as it is', () => {
  const word = '$(A10)'.repeat(100);
  const [container] = containersOf({ containers: [{ env: doubling, command: [word, '$(A0)'] }] }, [], sources);
  expect(container && commandOf(container)).toEqual([word, 'x'.repeat(10)]);
});
