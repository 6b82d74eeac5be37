import { type ChildProcess, execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const prefix = 'podlock-guard-';
const packets = join(__dirname, 'packets.py');
const python = '/usr/bin/python3';

/** A program in a namespace that prints lines and, at times, reads them. */
export class Program {
  readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.hear(line));
    }
  }

  /** Resolves with the first line that matches, also one that was printed before. */
  async line(pattern: RegExp, patience = 5_000): Promise<string> {
    const deadline = Date.now() + patience;
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (Date.now() > deadline)
        throw new Error(`no line ${pattern} in ${patience} ms, only: ${this.lines.join(' | ')}`);
      await this.news(deadline - Date.now());
    }
  }

  tell(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private hear(line: string): void {
    this.lines.push(line);
    for (const wake of this.waiting) wake();
  }

  private news(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(patience, 1));
      this.waiting.add(wake);
    });
  }
}

/** A network namespace of this test; it and its programs end with `remove`, and with this process at the latest. */
export class Namespace {
  readonly name: string;
  private readonly programs: Program[] = [];

  constructor(label: string) {
    this.name = `${prefix}${process.pid}-${label}`;
    execFileSync('ip', ['netns', 'add', this.name]);
    this.ip('link set lo up');
    // Duplicate address detection would hold IPv6 back for a second on every new interface.
    this.sysctl('net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0');
  }

  /** `ip` commands, one a line, without the word itself: `-6 route add …`. */
  ip(commands: string): void {
    for (const command of commands.split('\n')) execFileSync('ip', ['-n', this.name, ...command.split(' ')]);
  }

  run(command: string, ...args: string[]): SpawnSyncReturns<string> {
    return spawnSync('ip', ['netns', 'exec', this.name, command, ...args], { encoding: 'utf8' });
  }

  /** As `run`, and what it printed; throws when it fails. */
  output(command: string, ...args: string[]): string {
    const { status, stdout, stderr } = this.run(command, ...args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}: ${stderr}`);
    return stdout.trim();
  }

  sysctl(...settings: string[]): void {
    this.output('sysctl', '-q', '-w', ...settings);
  }

  start(command: string, ...args: string[]): Program {
    const inside = ['--pdeathsig', 'KILL', 'ip', 'netns', 'exec', this.name, command, ...args];
    const program = new Program(spawn('setpriv', inside, { stdio: 'pipe' }));
    this.programs.push(program);
    return program;
  }

  /** A command of packets.py: what it printed. */
  packets(...args: string[]): string {
    return this.output(python, packets, ...args);
  }

  /** The same, for a command that goes on. */
  startPackets(...args: string[]): Program {
    return this.start(python, packets, ...args);
  }

  remove(): void {
    for (const program of this.programs) program.end();
    spawnSync('ip', ['netns', 'del', this.name]);
  }
}

/** Removes what an earlier run left that was killed: its namespaces hold its process id. */
export function removeLeftovers(): void {
  const names = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).match(/^podlock-guard-\d+-\S+/gm) ?? [];
  for (const name of names) {
    const [, owner] = /^podlock-guard-(\d+)-/.exec(name) ?? [];
    if (!runs(Number(owner))) spawnSync('ip', ['netns', 'del', name]);
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
