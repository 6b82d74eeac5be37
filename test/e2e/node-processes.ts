import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Pod } from './kubectl';
import { statusOf } from './kubectl';

/** Kills a container's first process with SIGKILL, as the kernel does when memory runs out. */
export function killContainer(pod: Pod, container: string): void {
  process.kill(processOf(pod, container), 'SIGKILL');
}

/** Kills the pause process, and so the whole sandbox: what a reboot of the node does to a Pod. */
export function killSandbox(pod: Pod, container: string): void {
  const network = networkOf(processOf(pod, container));
  const pause = processes().find((id) => networkOf(id) === network && nameOf(id) === 'pause');
  if (pause === undefined) throw new Error(`the Pod ${pod.metadata.name} has no pause process on this machine`);
  process.kill(pause, 'SIGKILL');
}

/** The container's first process on this machine. */
export function processOf(pod: Pod, container: string): number {
  const id = statusOf(pod, container)?.containerID?.replace(/^.*:\/\//, '');
  const first = id === undefined ? undefined : processes().find((process) => read(process, 'cgroup').includes(id));
  if (first === undefined) throw new Error(`the container ${container} of ${pod.metadata.name} has no process here`);
  return first;
}

function processes(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
}

function nameOf(process: number): string {
  return read(process, 'comm').trim();
}

function networkOf(process: number): string {
  try {
    return readlinkSync(`/proc/${process}/ns/net`);
  } catch {
    return ''; // it ended
  }
}

function read(process: number, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8');
  } catch {
    return ''; // it ended
  }
}
