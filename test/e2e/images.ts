import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { attempt, run } from './command';
import { runRig } from './rig';

/** The stand-ins, which take the places of the images in the manifests. */
export const images = {
  gluetun: 'localhost/podlock/gluetun:1.0.0-e2e',
  qbittorrent: 'localhost/podlock/qbittorrent:1.0.0-e2e',
  transmission: 'localhost/podlock/transmission:1.0.0-e2e',
};

/** Built programs and images by content, so that a second run builds nothing. */
export const cache = resolve(__dirname, '../../node_modules/.cache/podlock-e2e');

const standins = join(__dirname, 'standins');

/** Builds the stand-ins where they changed, and loads them into the cluster's node. */
export async function loadImages(): Promise<void> {
  const busybox = (await run('busybox', ['--list'])).trim().split('\n');
  const sources = filesBelow(standins).map((file) => [file, readFileSync(file, 'base64')]);
  const version = await run('qbittorrent-nox', ['--version']);
  const transmission = (await attempt('transmission-daemon', ['--version'])).errors;
  const content = [sources, version, transmission, busybox, readFileSync(__filename, 'utf8')];
  const key = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  const folder = join(cache, key);
  if (!existsSync(join(folder, 'complete'))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await buildStandin(join(folder, 'standin'));
    await buildGluetun(folder, busybox);
    await buildQbittorrent(folder, busybox);
    await buildTransmission(folder, busybox);
    writeFileSync(join(folder, 'complete'), '');
  }
  rmSync(standin, { force: true }); // a running program cannot be written to
  cpSync(join(folder, 'standin'), standin);
  const tars = ['gluetun', 'qbittorrent', 'transmission'].map((name) => join(folder, `${name}.tar`));
  await runRig('load-image', tars);
}

/** The stand-ins' program, for the parts that run on this machine. */
export const standin = join(cache, 'standin');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function buildStandin(output: string): Promise<void> {
  await run('go', ['build', '-trimpath', '-o', output, '.'], {
    directory: join(standins, 'go'),
    environment: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    timeoutSeconds: 300,
  });
}

/** A root file system with busybox under all its names but those that a real program takes. */
function rootFileSystem(folder: string, busybox: readonly string[], real: readonly string[]): string {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const applet of busybox.filter((name) => !real.includes(name) && name !== 'busybox')) {
    symlinkSync('busybox', join(folder, 'bin', applet));
  }
  for (const name of ['etc', 'run', 'proc', 'sys', 'dev', 'usr/bin', 'usr/sbin']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'tmp'));
  chmodSync(join(folder, 'tmp'), 0o1777);
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  return folder;
}

async function buildGluetun(folder: string, busybox: readonly string[]): Promise<void> {
  const iptables = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
  const root = rootFileSystem(join(folder, 'gluetun'), busybox, ['ip', 'curl']);
  const [busyboxPath, multi] = (await run('which', ['busybox', 'xtables-nft-multi'])).trim().split('\n');
  const libraries = (await run('dirname', [(await findExtensions()).trim()])).trim();
  await runRig('mkimage', [
    ...['-t', images.gluetun, '-e', '["/gluetun-entrypoint"]'],
    ...['-f', `${join(folder, 'standin')}:/gluetun-entrypoint`, '-f', `${busyboxPath}:/bin/busybox`],
    ...['-b', `${multi}`, '-b', 'ip', '-b', 'curl', '-f', `${libraries}:${libraries}`],
    ...iptables.flatMap((name) => ['-l', `/usr/sbin/${name}=${multi}`]),
    join(folder, 'gluetun.tar'),
    root,
  ]);
}

/** iptables loads its matches (conntrack, mark, …) from a folder of their own. */
function findExtensions(): Promise<string> {
  return run('sh', ['-c', 'ls /usr/lib/*/xtables/libxt_conntrack.so | head -n 1']);
}

async function buildQbittorrent(folder: string, busybox: readonly string[]): Promise<void> {
  const root = rootFileSystem(join(folder, 'qbittorrent'), busybox, ['bash', 'curl', 'setpriv', 'ip']);
  for (const name of ['config', 'downloads']) mkdirSync(join(root, name));
  const [busyboxPath] = (await run('which', ['busybox'])).trim().split('\n');
  await runRig('mkimage', [
    ...['-t', images.qbittorrent, '-e', '["/init"]', '-E', 'LANG=C.UTF-8'],
    ...['-f', `${busyboxPath}:/bin/busybox`, '-f', `${join(folder, 'standin')}:/usr/bin/standin`],
    ...['-f', `${join(standins, 'qbittorrent/init')}:/init`],
    ...['-f', `${join(standins, 'qbittorrent/qBittorrent.conf')}:/defaults/qBittorrent.conf`],
    ...['qbittorrent-nox', 'curl', 'setpriv', 'ip', '/bin/bash'].flatMap((program) => ['-b', program]),
    join(folder, 'qbittorrent.tar'),
    root,
  ]);
}

/** Only the programs: what linuxserver's image starts by its init, the manifest starts itself. */
async function buildTransmission(folder: string, busybox: readonly string[]): Promise<void> {
  const programs = ['transmission-daemon', 'curl', 'ip', 'jq'];
  const root = rootFileSystem(join(folder, 'transmission'), busybox, programs);
  for (const name of ['config', 'downloads']) mkdirSync(join(root, name));
  const [busyboxPath] = (await run('which', ['busybox'])).trim().split('\n');
  await runRig('mkimage', [
    ...['-t', images.transmission, '-e', '["/bin/sh"]', '-E', 'LANG=C.UTF-8'],
    ...['-f', `${busyboxPath}:/bin/busybox`, '-f', `${join(folder, 'standin')}:/usr/bin/standin`],
    ...programs.flatMap((program) => ['-b', program]),
    join(folder, 'transmission.tar'),
    root,
  ]);
}
