/** Says whether what is installed in a folder is what its lock file asks for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What has to be installed there and why; undefined when nothing has. Contents are compared, not dates: a checkout touches dates.
 * `everything` is false for programs that need no development packages. Where only those are missing they are added, so that a
 * program that is running keeps its files; anything else is installed afresh.
 */
export function neededInstall(folder, everything) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return { how: 'afresh', why: 'nothing is installed yet' };
  const difference = compare(packagesOf(join(folder, 'package-lock.json')), packagesOf(installed));
  if (difference.other !== undefined) return { how: 'afresh', why: `the lock file has changed (${difference.other})` };
  if (everything && difference.development !== undefined)
    return { how: 'added', why: 'the tools for tests and checks are missing' };
  return undefined;
}

function packagesOf(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return new Map(Object.entries(packages).filter(([place]) => place !== ''));
}

/** The first package that makes a difference. Optional packages of other platforms stand in the lock file only. */
function compare(wanted, installed) {
  const missing = [...wanted].filter(([place, { optional, peer }]) => !installed.has(place) && !optional && !peer);
  const isDevelopment = ([, { dev, devOptional }]) => dev === true || devOptional === true;
  const altered = [...installed].find(([place, found]) => !sameVersion(wanted.get(place), found));
  const [development] = missing.find(isDevelopment) ?? [];
  const [other] = altered ?? missing.find((entry) => !isDevelopment(entry)) ?? [];
  return { development, other };
}

function sameVersion(wanted, found) {
  return wanted !== undefined && found.version === wanted.version && found.integrity === wanted.integrity;
}
