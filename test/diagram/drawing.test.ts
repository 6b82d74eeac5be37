import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { diagramMermaid } from '../../lib/diagram/mermaid';
import type { PodPicture } from '../../lib/diagram/picture';
import { diagramSvg } from '../../lib/diagram/svg';
import { podlockIn } from '../cli/in-process';
import { runs } from '../runs';

const root = join(__dirname, '../..');

const podlock = (input: string, ...args: string[]) => podlockIn(root, ['diagram', ...args], input);

const picture = (text: string): PodPicture => ({
  title: text,
  containers: [{ name: text, role: text }],
  tunnel: text,
  ways: [
    { direction: 'out', text, state: 'open', locks: [{ id: text, state: 'open' }] },
    { direction: 'in', text, state: 'held', locks: [{ id: text, state: 'loosened', because: text }] },
  ],
});

test('docs/diagram.svg is the picture of dist/, which is drawn unless another input is named: npm run docs', async () => {
  const { status, stdout, stderr } = await podlock('');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readFileSync(join(root, 'docs/diagram.svg'), 'utf8')).toBe(stdout);
});

test("a stranger's text is text in both formats, whatever it holds", () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('"]; click x "javascript:alert(1)" <script> --> &amp; %%'),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const svg = diagramSvg([picture(text)], text);
      const plain = diagramSvg([picture('plain')], 'plain');
      expect(svg.match(/<\w+/g)).toEqual(plain.match(/<\w+/g));
      expect(svg).not.toMatch(/&(?!#\d+;)/);
      const mermaid = diagramMermaid([picture(text)], text);
      const shape = (flowchart: string) => flowchart.replace(/"[^"\n]*"/g, '""');
      expect(shape(mermaid)).toBe(shape(diagramMermaid([picture('plain')], 'plain')));
    }),
    { numRuns: runs(60) },
  );
});

test('nothing is fetched: no font, no picture, no script', () => {
  expect(
    readFileSync(join(root, 'docs/diagram.svg'), 'utf8').replace('xmlns="http://www.w3.org/2000/svg"', ''),
  ).not.toMatch(/https?:|url\(|@import|<script|<image|href/);
});

test('several Pods stand one below the other', () => {
  const heightOf = (svg: string) => Number(/ height="(\d+)" viewBox/.exec(svg)?.[1]);
  const [one, two] = [picture('one'), picture('two')];
  expect(heightOf(diagramSvg([one, two]))).toBeGreaterThan(heightOf(diagramSvg([one])) + 100);
  expect(diagramSvg([one, two]).match(/class="title" x="0"/g)).toHaveLength(2);
});

test('the flowchart says which lock is open', async () => {
  const manifest = `apiVersion: v1
kind: Pod
metadata: { name: torrent }
spec: { hostNetwork: true, containers: [{ name: gluetun, image: qmcgaw/gluetun }, { name: c, image: qbittorrent }] }
`;
  const { status, stdout } = await podlock(manifest, '--format', 'mermaid', '-');
  expect(status).toBe(0);
  expect(stdout).toContain('pod0 -->|"shared-namespace: OPEN"| pod0w0["the client itself outside the tunnel"]:::open');
});

test.each([
  [
    'on an input without gluetun',
    'kind: Namespace\napiVersion: v1\nmetadata: { name: a }\n',
    ['-'],
    'no Pod with gluetun',
  ],
  ['on a file that is not there', '', ['nowhere.yaml'], 'nowhere.yaml'],
  ['on another format', '', ['--format', 'png'], '--format "png"; allowed: svg, mermaid'],
])('fails with code 2 %s, and draws nothing', async (_, input, args, message) => {
  const { status, stdout, stderr } = await podlock(input, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('fails with code 2 on a file that cannot be read beside others, and says so in the picture', async () => {
  const { status, stdout, stderr } = await podlock('', 'dist', 'nowhere.yaml');
  expect(status).toBe(2);
  expect(stdout).toContain('Not the whole picture: nowhere.yaml');
  expect(stderr).toContain('nowhere.yaml');
});
