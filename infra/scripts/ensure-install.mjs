/**
 * The pre-step of every script: installs what the lock file asks for when it is not there. Standard output stays empty, so that
 * `npm run demo -- --json` can be piped. Folders to look at are the arguments, the project itself without any; `--programs` leaves
 * the tools for tests and checks to the scripts that need them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Grappe needs Node 20.19 or newer; this is ${process.versions.node}.`);

const everything = !process.argv.includes('--programs');
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
for (const folder of folders.length > 0 ? folders : ['.']) await ensure(resolve(root, folder));

async function ensure(folder) {
  if (missingIn(folder) === undefined) return;
  const release = await lock(folder);
  try {
    const missing = missingIn(folder);
    if (missing !== undefined) install(folder, missing);
  } finally {
    release();
  }
}

/**
 * What npm has to do there and why; undefined when what is installed is what the lock file asks for. Contents are compared, not dates:
 * a checkout touches dates. Where only development packages are missing they are added, so that a program that is running keeps its
 * files; anything else is installed afresh. A package that nothing asks for is left where it is: another branch may ask for it, and imports of
 * what is not declared are the business of the checks.
 */
function missingIn(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return { command: ['ci'], why: 'nothing is installed yet' };
  const [wanted, found] = [join(folder, 'package-lock.json'), installed].map(packagesOf);
  // Optional packages of other platforms are only in the lock file.
  const absent = [...wanted].filter(([place, { optional, peer }]) => !found.has(place) && !optional && !peer);
  const isTool = ([, { dev, devOptional }]) => dev === true || devOptional === true;
  const altered = [...found].find(([place, one]) => wanted.has(place) && !isSame(wanted.get(place), one));
  const [other] = altered ?? absent.find((entry) => !isTool(entry)) ?? [];
  if (other !== undefined) return { command: ['ci'], why: `the lock file has changed (${other})` };
  if (!everything || !absent.some(isTool)) return undefined;
  return { command: ['install', '--no-save'], why: 'the tools for tests and checks are missing' };
}

function packagesOf(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return new Map(Object.entries(packages).filter(([place]) => place !== ''));
}

function isSame(wanted, found) {
  return found.version === wanted.version && found.integrity === wanted.integrity;
}

/** What is left out is decided here, whatever NODE_ENV says. */
function install(folder, { command, why }) {
  const started = Date.now();
  say(`Installing the packages of ${relative(root, folder) || 'the project'}: ${why}. This takes some seconds.`);
  const kinds = [everything ? '--include=dev' : '--omit=dev', '--include=optional'];
  const flags = [...kinds, '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];
  const path = process.env.npm_execpath;
  const [program, ...first] = path?.endsWith('.js')
    ? [process.execPath, path]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const { error, status, stdout, stderr } = spawnSync(program, [...first, ...command, ...flags], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: Infinity,
    shell: program.endsWith('.cmd'),
  });
  const said = error ?? stdout + stderr;
  if (status !== 0)
    fail(`npm failed in ${folder}:\n\n${said}\nMend that (network? registry? disk?) and run the same command again.`);
  say(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

/** Two commands started together in a fresh clone install once. The lock of a process that died is taken over. */
async function lock(folder) {
  const place = join(root, '.grappe', `install-${relative(root, folder).replaceAll(/\W/g, '-') || 'project'}.pid`);
  mkdirSync(join(root, '.grappe'), { recursive: true });
  while (!isTaken(place)) await pause(250);
  return () => rmSync(place, { force: true });
}

function isTaken(place) {
  try {
    writeFileSync(place, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    // An unwritten or vanished file counts as held, and is looked at again.
    if (existsSync(place) && !isAlive(Number(readFileSync(place, 'utf8')))) rmSync(place, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
