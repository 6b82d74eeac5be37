import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = readFileSync(join(__dirname, '../../lib/pod/tunnel-metrics.sh'), 'utf8');
const request = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';

/** What the script answers to one connection on this machine, whose loopback stands for the tunnel. */
function answerTo(input: string, environment: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'tunnel-metrics', 'answer'], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env['PATH'], TUNNEL_INTERFACE: 'lo', TORRENT_PORT: '1', LOOSENED_LOCKS: '', ...environment },
  });
  const [head = '', ...body] = stdout.split('\r\n\r\n');
  const metrics = new Map(
    body
      .join('')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), line.slice(at + 1)] as const;
      }),
  );
  return { head, body: body.join(''), metrics, stderr };
}

test('is an answer of HTTP whose length is right, in the text format of Prometheus', () => {
  const { body, head, stderr } = answerTo(request);
  expect(stderr).toBe('');
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain; version=0\.0\.4/);
  expect(Number(/Content-Length: (\d+)/.exec(head)?.[1])).toBe(Buffer.byteLength(body));
  for (const line of body.trimEnd().split('\n')) {
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) podlock_\w+ .+|podlock_\w+(?:\{\w+="[^"]*"\})? [\d.]+)$/);
  }
});

test('the interface is told by its number and its bytes, and one that is gone by zeros', () => {
  const { metrics } = answerTo(request);
  expect(metrics.get('podlock_tunnel_ifindex')).toBe('1');
  expect(metrics.get('podlock_tunnel_receive_bytes_total')).toMatch(/^\d+$/);
  const gone = answerTo(request, { TUNNEL_INTERFACE: 'tun77' }).metrics;
  expect(gone.get('podlock_tunnel_ifindex')).toBe('0');
  expect(gone.get('podlock_tunnel_transmit_bytes_total')).toBe('0');
});

test('a port counts as open when something listens there on more than loopback', async () => {
  const server = createServer();
  const listen = (host: string) =>
    new Promise<string>((resolve) => {
      server.listen(0, host, () => resolve(String((server.address() as { port: number }).port)));
    });
  try {
    const port = await listen('0.0.0.0');
    expect(answerTo(request, { TORRENT_PORT: port }).metrics.get('podlock_torrent_port_listening')).toBe('1');
    server.close();
    const local = await listen('127.0.0.1');
    expect(answerTo(request, { TORRENT_PORT: local }).metrics.get('podlock_torrent_port_listening')).toBe('0');
  } finally {
    server.close();
  }
});

test('without a forwarded port nothing is told of one; a dynamic one that is not there yet is 0', () => {
  expect(answerTo(request, { TORRENT_PORT: 'none' }).body).not.toContain('podlock_torrent_port');
  const { metrics } = answerTo(request, { TORRENT_PORT: 'dynamic', FORWARDED_PORT_FILE: '/nowhere' });
  expect(metrics.get('podlock_torrent_port')).toBe('0');
  expect(metrics.get('podlock_torrent_port_listening')).toBe('0');
});

test('each loosened lock is told', () => {
  const { metrics } = answerTo(request, { LOOSENED_LOCKS: 'firewall uplink' });
  expect([...metrics].filter(([name]) => name.includes('loosened'))).toEqual([
    ['podlock_lock_loosened{lock="firewall"}', '1'],
    ['podlock_lock_loosened{lock="uplink"}', '1'],
  ]);
});

test('a caller that says nothing, or too much, is answered all the same', () => {
  expect(answerTo('').head).toContain('200 OK');
  expect(answerTo(`${'x'.repeat(1000)}\n`.repeat(1000)).head).toContain('200 OK');
});

/** Files that gluetun writes, for this time. */
function withFiles<T>(files: Readonly<Record<string, string>>, use: (path: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'podlock-metrics-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a file of gluetun cannot put a line of its own into the answer', () =>
  withFiles({ ip: '203.0.113.7"} 1\nevil 1\n', port: '1\nevil 1\n' }, (path) => {
    const dynamic = { TORRENT_PORT: 'dynamic', FORWARDED_PORT_FILE: path('port'), ADDRESS_FILE: path('ip') };
    const { body, metrics } = answerTo(request, dynamic);
    expect(metrics.get('podlock_public_address_info{address="203.0.113.71"}')).toBe('1');
    expect(metrics.get('podlock_torrent_port')).toBe('0');
    expect(body).not.toContain('evil');
  }));

test('a dynamic port is the one that gluetun wrote down', () =>
  withFiles({ port: '47148\n' }, (path) => {
    const { metrics } = answerTo(request, { TORRENT_PORT: 'dynamic', FORWARDED_PORT_FILE: path('port') });
    expect(metrics.get('podlock_torrent_port')).toBe('47148');
  }));
