/**
 * `npm run lock`: names the optional packages of every platform in the lock files. Where a registry does not carry the binaries of
 * another platform, `npm install` leaves them out of the lock file, and then `npm ci` refuses the file on every platform.
 * Their versions are exact in the packages that ask for them; platforms are read from their names.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

for (const path of process.argv.length > 2 ? process.argv.slice(2) : ['package-lock.json']) complete(path);

function complete(path) {
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => lock.packages[`node_modules/${name}`] === undefined)
      .map(([name, version]) => [`node_modules/${name}`, entry(name, version, dev)]),
  );
  const known = missing.filter(([, found]) => found !== undefined);
  const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(known) });
  const sorted = packages.sort(([left], [right]) => (left < right ? -1 : 1));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`);
  process.stderr.write(`${path}: ${known.length} packages of other platforms named\n`);
}

/** Nothing for a package that is optional for another reason, or asked for by a range: npm knows those. */
function entry(name, version, dev) {
  const words = name.split('/').at(-1).split('-');
  const system = systems.find((one) => words.includes(one));
  const processor = processors.find((one) => words.includes(one));
  if (!/^\d+\.\d+\.\d+/.test(version) || system === undefined || processor === undefined) return undefined;
  return { version, cpu: [processor], ...(dev ? { dev } : {}), optional: true, os: [system] };
}
