import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tunnelMark } from '../../../lib/pod/guard';
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
