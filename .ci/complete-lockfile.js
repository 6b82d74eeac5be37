/**
 * Adds to package-lock.json the optional packages of other platforms that `npm install` left out because its registry
 * does not have them: `npm ci` refuses a lockfile without them. Run it after every change of a dependency:
 *
 *     npm install … && node .ci/complete-lockfile.js
 *
 * What is added has no integrity, so another platform's npm looks it up by name and exact version.
 */
const { readFileSync, writeFileSync } = require('node:fs');

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (path === '' || isLocked(path, name)) continue;
    lock.packages[`node_modules/${name}`] = platformEntry(name, version, entry.dev === true);
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([left], [right]) => (left < right ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${added} packages of other platforms added\n`);

function isLocked(path, name) {
  return `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages;
}

function platformEntry(name, version, dev) {
  const words = name.split(/[-/]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const libc = ['musl', 'musleabihf'].some((word) => words.includes(word)) ? ['musl'] : undefined;
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${name}@${version}: not an exact version, so nobody knows which to lock`);
  if (os === undefined) throw new Error(`${name}: its name tells no platform; install it where the registry has it`);
  return {
    version,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(dev ? { dev } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    os: [os],
  };
}
