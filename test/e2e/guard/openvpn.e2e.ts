import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDeclaration, renderManifests } from '../../../lib';
import { tunnelMark } from '../../../lib/pod/guard';
import { exampleWith } from '../../declaration/example-declaration';
import { Laboratory, outside } from './laboratory';
import type { Namespace, Program } from './namespace';
import { setGuard } from './script';

const established = /Initialization Sequence Completed/;
const tunnel = { server: '10.8.1.1', client: '10.8.1.2' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlock-guard-'));
  for (const end of ['server', 'client']) makeCertificate(end);
});
afterAll(() => rmSync(folder, { recursive: true }));

function makeCertificate(end: string): void {
  const files = ['-keyout', join(folder, `${end}.key`), '-out', join(folder, `${end}.crt`), '-subj', `/CN=${end}`];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...files], {
    stdio: 'ignore',
  });
}

function fingerprint(end: string): string {
  const args = ['x509', '-noout', '-sha256', '-fingerprint', '-in', join(folder, `${end}.crt`)];
  return execFileSync('openssl', args, { encoding: 'utf8' }).trim().replace(/^.*=/, '');
}

function startOpenVpn(where: Namespace, end: 'server' | 'client', ...args: string[]): Program {
  const other = end === 'server' ? 'client' : 'server';
  const identity = ['--cert', join(folder, `${end}.crt`), '--key', join(folder, `${end}.key`)];
  const peer = ['--peer-fingerprint', fingerprint(other), '--ifconfig', tunnel[end], tunnel[other]];
  return where.start('openvpn', '--dev-type', 'tun', `--tls-${end}`, ...identity, ...peer, ...args);
}

/** A server at the endpoint, and the Pod's client for it. */
async function connect({ node, pod }: Laboratory, protocol: 'udp' | 'tcp', ...flags: string[]) {
  const at = ['--local', outside.endpoint.ipv4, '--lport', '1194', '--dh', 'none'];
  const listen = protocol === 'udp' ? 'udp4' : 'tcp4-server';
  const server = startOpenVpn(node, 'server', '--dev', 'tun1', '--proto', listen, ...at);
  await server.line(protocol === 'udp' ? /UDPv4 link remote/ : /Listening for incoming TCP connection/);
  const dial = protocol === 'udp' ? 'udp4' : 'tcp4-client';
  const remote = ['--nobind', '--remote', outside.endpoint.ipv4, '1194', '--proto', dial];
  return { server, client: startOpenVpn(pod, 'client', '--dev', 'tun0', ...remote, ...flags) };
}

describe.each(['udp', 'tcp'] as const)('the real OpenVPN over %s', (protocol) => {
  test('passes the guard with the option --mark', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const { server, client } = await connect(laboratory, protocol, '--mark', `${tunnelMark}`);
      await Promise.all([server.line(established, 15_000), client.line(established, 15_000)]);
      await laboratory.node.startPackets('serve', tunnel.server, '7000').line(/ready/);
      expect(laboratory.pod.packets('ask', tunnel.server, '7000')).toBe(`you are ${tunnel.client}`);
    }));

  test('does not pass it without, and not one packet leaves', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const left = await laboratory.leavesDuring(async () => {
        const { client } = await connect(laboratory, protocol);
        await expect(client.line(established, 3_000)).rejects.toThrow(/TCP|UDP/);
      });
      expect(left).toEqual([]);
    }));
});

describe('a custom .ovpn file', () => {
  const trace = () => join(folder, 'ran');

  /** As gluetun calls OpenVPN: the file first, then what OPENVPN_FLAGS says. */
  async function dial(laboratory: Laboratory, lines: readonly string[], flags: readonly string[]) {
    const file = join(folder, 'custom.ovpn');
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    rmSync(trace(), { force: true });
    return (await connect(laboratory, 'udp', '--config', file, ...flags)).client;
  }

  function withScript(): string[] {
    const script = join(folder, 'up.sh');
    writeFileSync(script, `#!/bin/sh\necho ran >${trace()}\n`, { mode: 0o755 });
    return ['script-security 2', `up ${script}`];
  }

  test('with a mark of its own is dropped when nothing is said behind it', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const left = await laboratory.leavesDuring(async () => {
        const client = await dial(laboratory, ['mark 1'], []);
        await expect(client.line(established, 3_000)).rejects.toThrow(/UDP/);
      });
      expect(left).toEqual([]);
    }));

  test('with a mark of its own passes, for Podlock says the mark behind it', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const client = await dial(laboratory, ['mark 1'], podlockFlags());
      expect(await client.line(established, 15_000)).toMatch(established);
    }));

  test('with a script has it run as root when nothing is said behind it', () =>
    Laboratory.with('flannel', async (laboratory) => {
      const client = await dial(laboratory, withScript(), []);
      await client.line(established, 15_000);
      expect(existsSync(trace())).toBe(true);
    }));

  test('with a script brings no tunnel up, and the script does not run, for Podlock says the level behind it', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const client = await dial(laboratory, withScript(), podlockFlags());
      await client.line(/Exiting due to fatal error/, 15_000);
      expect(client.lines.filter((line) => established.test(line))).toEqual([]);
      expect(existsSync(trace())).toBe(false);
    }));
});

/** OPENVPN_FLAGS of a Pod that Podlock renders. */
function podlockFlags(): readonly string[] {
  const vpn = { provider: 'mullvad', type: 'openvpn', credentials: { secret: 'vpn' } };
  const { pods } = renderManifests(parseDeclaration(exampleWith({ 'pods.0.vpn': vpn })));
  const text = pods.flat().find(({ path }) => path.endsWith('deployment.yaml'))?.content ?? '';
  const [, flags] = /name: OPENVPN_FLAGS\s+value: (.+)/.exec(text) ?? [];
  if (flags === undefined) throw new Error('the Pod has no OPENVPN_FLAGS');
  return flags
    .trim()
    .replace(/^['"]|['"]$/g, '')
    .split(' ');
}
