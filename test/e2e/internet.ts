import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { attempt, type Outcome, run } from './command';
import { eventually } from './eventually';
import { cache, standin } from './images';
import { nodeNamespace } from './rig';

const namespace = 'podlock-inet';
const nodeSide = { device: 'podlock-up', address: '198.51.100.1' };
const ourSide = '198.51.100.53';
const control = join(cache, 'internet.sock');

/** The addresses that the namespace plays. Public ones, because policies treat others differently; nothing leaves the machine. */
export const addresses = {
  /** The VPN server that the declaration's airvpn "Alderamin" stands for, and the address that the world sees. */
  endpoint: '185.10.10.10',
  endpointPort: 1637,
  /** A web server that answers with the address that asks; port 9000 echoes. */
  web: '185.20.20.20',
  resolver: '1.1.1.1',
  /** The customer's address in the tunnel. */
  customer: '10.191.158.14',
};

/** The one key that the endpoint knows. */
export const vpnKeys = { privateKey: 'kBM5Y2U0ZTJlLXByaXZhdGU=', presharedKey: 'c2hhcmVkLWUyZS1wcmVzaGFyZWQ=' };

/** What arrived beyond the node since the last `forget`. */
export interface InternetReport {
  /** Accepted ones. */
  readonly handshakes: number;
  /** Handshakes by a wrong key. */
  readonly refused: number;
  /** Datagrams to the endpoint that are no tunnel's. */
  readonly others: number;
  /** IP packets through the tunnel. */
  readonly tunnelled: number;
  /** Requests to the web server by source address. */
  readonly visits: Readonly<Record<string, number>>;
  /** Packets to the echo port by source address. */
  readonly flows: Readonly<Record<string, number>>;
  /** Names that the resolver was asked for. */
  readonly names: Readonly<Record<string, number>>;
  /** Packets from the node that were not the tunnel's, one text a packet. */
  readonly strays: readonly string[];
  /** The tunnel's packets that came while the endpoint was silent. */
  readonly offline: number;
}

/** An internet of our own behind the node: VPN endpoint, web server and resolver in a network namespace. */
export class Internet {
  private constructor(private readonly program: ChildProcess) {}

  /** Makes namespace, routes and servers anew; what a killed run left goes first. */
  static async start(): Promise<Internet> {
    await removeNamespace();
    await makeNamespace();
    mkdirSync(cache, { recursive: true });
    const keyFile = join(cache, 'endpoint-keys');
    writeFileSync(keyFile, `${vpnKeys.privateKey}\n${vpnKeys.presharedKey}\n`, { mode: 0o600 });
    const { endpoint, endpointPort, customer, web, resolver } = addresses;
    const args = ['netns', 'exec', namespace, standin, 'internet', '--endpoint', `${endpoint}:${endpointPort}`];
    args.push('--key', keyFile, '--customer', customer, '--web', web, '--resolver', resolver, '--control', control);
    const program = spawn('ip', args, { stdio: ['pipe', 'ignore', 'inherit'] });
    const internet = new Internet(program);
    try {
      await eventually('the internet to answer', 10, () => internet.report());
      await run('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: addressTranslation });
    } catch (error) {
      await internet.stop();
      throw error;
    }
    return internet;
  }

  async stop(): Promise<void> {
    this.program.stdin?.end();
    this.program.kill('SIGKILL');
    await removeNamespace();
  }

  report(): Promise<InternetReport> {
    return ask('GET', '/');
  }

  /** Starts a new report. */
  async forget(): Promise<void> {
    await ask('DELETE', '/');
  }

  /** Makes the VPN endpoint drop everything. */
  async silence(): Promise<void> {
    await ask('PUT', '/silent');
  }

  /** Makes the VPN endpoint answer again. */
  async speak(): Promise<void> {
    await ask('PUT', '/heard');
  }

  /** A peer out there connects to a port at the VPN's public address, which forwards it. */
  async peerConnects(port: number): Promise<boolean> {
    const target = `${addresses.customer}:${port}`;
    const { code } = await quietly(['ip', 'netns', 'exec', namespace, standin, 'connect', addresses.web, target]);
    return code === 0;
  }
}

function quietly([program = '', ...args]: readonly string[]): Promise<Outcome> {
  return attempt(program, args, { timeoutSeconds: 10 });
}

/** Customers leave the VPN server under its own address. */
const addressTranslation = `
table ip podlock {
  chain input {
    type nat hook input priority 100;
    iifname "vpn0" snat to ${addresses.endpoint}
  }
}
`;

async function makeNamespace(): Promise<void> {
  const { device, address } = nodeSide;
  const lines = [
    `netns add ${namespace}`,
    `link add ${device} netns ${nodeNamespace} type veth peer name eth0 netns ${namespace}`,
    `-n ${nodeNamespace} addr add ${address}/24 dev ${device}`,
    `-n ${nodeNamespace} link set ${device} up`,
    `-n ${namespace} addr add ${ourSide}/24 dev eth0`,
    `-n ${namespace} link set eth0 up`,
    `-n ${namespace} link set lo up`,
    ...[addresses.endpoint, addresses.web, addresses.resolver].map((ip) => `-n ${namespace} addr add ${ip}/32 dev lo`),
    // Answers to whatever leaks must find back, or a leak would look like a failure.
    `-n ${namespace} route add default via ${address}`,
    `-n ${nodeNamespace} route replace default via ${ourSide}`,
  ];
  for (const line of lines) await run('ip', line.split(' '));
}

/** Takes the veth pair and the node's default route along. */
async function removeNamespace(): Promise<void> {
  const listed = await run('ip', ['netns', 'list']);
  if (listed.split('\n').some((line) => line.split(' ')[0] === namespace)) await run('ip', ['netns', 'del', namespace]);
  await attempt('ip', ['-n', nodeNamespace, 'link', 'del', nodeSide.device]); // gone a moment later by itself
}

function ask(method: string, path: string): Promise<InternetReport> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: control, method, path, timeout: 2000 }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(JSON.parse(text) as InternetReport));
    });
    asked.on('timeout', () => asked.destroy(new Error('the internet does not answer')));
    asked.on('error', reject);
    asked.end();
  });
}
