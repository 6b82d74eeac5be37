import type { Cluster } from '../../lib/live/cluster';
import { tryWaysOut } from '../../lib/live/tries';

/** What comes of one connection when the script in the container prints a line. */
async function outcomeOf(line: string) {
  const cluster = { exec: async () => ({ code: 0, output: `${line}\n@@\task\tcurl\t0\t203.0.113.7\n`, errors: '' }) };
  const plan = { targets: [{ name: 'a place', host: '10.42.0.1', port: 80 }], sources: [] };
  const tries = await tryWaysOut(cluster as unknown as Cluster, { namespace: 'n', pod: 'p', container: 'c' }, plan);
  return tries.kind === 'seen' ? tries.value.connections[0]?.outcome : tries.why;
}

test.each([
  ['curl', 52, 'connected after 0.004660', 'connected'],
  ['curl', 28, 'connected after 0.000000', 'silent'],
  ['curl', 28, '* Operation timed out after 5000 ms connected after 0.001', 'connected'],
  ['curl', 7, '* connect to 10.42.0.1 port 1 failed: Connection refused connected after 0.000000', 'refused'],
  ['curl', 7, '* connect to 10.42.0.1 port 1 failed: No route to host connected after 0.000000', 'refused'],
  ['curl', 7, '* Immediate connect fail for 2606::1: Network is unreachable connected after 0.000000', 'stopped'],
  ['curl', 45, '* bind failed with errno 99: Cannot assign requested address connected after 0.000000', 'stopped'],
  ['python3', 1, 'TimeoutError: timed out', 'silent'],
  ['python3', 1, 'ConnectionRefusedError: [Errno 111] Connection refused', 'refused'],
  ['python3', 0, '', 'connected'],
  ['nc', 1, 'nc: 10.42.0.1 (10.42.0.1:10250): Connection timed out', 'silent'],
  ['nc', 1, 'nc: timed out', 'silent'],
  ['nc', 1, "nc: can't connect to remote host (10.0.0.1): Connection refused", 'refused'],
  ['nc', 0, '', 'connected'],
  ['bash', 124, '', 'silent'],
  ['bash', 1, 'bash: connect: Network is unreachable', 'stopped'],
  ['none', 127, 'no program that connects (curl, python3, nc, bash)', 'unclear'],
  ['nc', 2, 'nc: invalid option -- w', 'unclear'],
])('%s that ends with %i and "%s" was %s', async (program, code, text, expected) => {
  expect(await outcomeOf(`@@\t0\t${program}\t${code}\t${text}`)).toBe(expected);
});

test('what did not come to an end is unclear', async () => {
  expect(await outcomeOf('')).toBe('unclear');
});
