/** Says whether what is installed in a folder is what its lock file asks for. */
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** Why `npm ci` is needed there, or undefined. A lock file that is newer but asks for the same packages (a fresh checkout) needs none. */
export function reasonToInstall(folder) {
  const wanted = join(folder, 'package-lock.json');
  const installed = join(folder, 'node_modules', '.package-lock.json');
  const installedAt = modified(installed);
  if (installedAt === undefined) return 'nothing is installed yet';
  if (modified(wanted) <= installedAt) return undefined;
  const difference = firstDifference(packagesOf(wanted), packagesOf(installed));
  if (difference !== undefined) return `the lock file is newer (${difference})`;
  const now = new Date();
  utimesSync(installed, now, now);
  return undefined;
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function packagesOf(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return Object.entries(packages).filter(([place]) => place !== '');
}

/** Optional packages of other platforms stand in the lock file only. */
function firstDifference(wanted, installed) {
  const found = new Map(installed);
  const asked = new Map(wanted);
  const missing = wanted.find(([place, entry]) => !sameVersion(entry, found.get(place)));
  const extra = installed.find(([place]) => !asked.has(place));
  return (missing ?? extra)?.[0];
}

function sameVersion(wanted, found) {
  if (found === undefined) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
  return found.version === wanted.version && found.integrity === wanted.integrity;
}
