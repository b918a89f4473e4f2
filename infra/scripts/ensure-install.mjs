/**
 * The pre-step of every script: installs what the lock file asks for when it is not there. Standard output stays empty, so that
 * `npm run demo -- --json` can be piped. Folders to look at are the arguments, the project itself without any; `--programs` leaves
 * the tools for tests and checks to the scripts that need them.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { neededInstall } from './install-state.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Grappe needs Node 20.19 or newer; this is ${process.versions.node}.`);

const everything = !process.argv.includes('--programs');
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
for (const folder of folders.length > 0 ? folders : ['.']) await ensure(resolve(root, folder));

async function ensure(folder) {
  if (neededInstall(folder, everything) === undefined) return;
  const release = await lock(folder);
  try {
    const needed = neededInstall(folder, everything);
    if (needed !== undefined) await install(folder, needed);
  } finally {
    release();
  }
}

async function install(folder, { how, why }) {
  const name = relative(root, folder) || 'the project';
  const started = Date.now();
  say(`Installing the packages of ${name}: ${why}. This takes some seconds.`);
  const said = await npm(folder, how === 'afresh' ? ['ci'] : ['install', '--no-save']);
  if (said !== undefined)
    fail(`npm failed in ${folder}:\n\n${said}\nMend that (network? registry? disk?) and run the same command again.`);
  say(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

/** What npm said when it failed, or undefined. What is left out is decided here, whatever NODE_ENV says. */
function npm(folder, command) {
  const kinds = [everything ? '--include=dev' : '--omit=dev', '--include=optional'];
  const flags = [...kinds, '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];
  const path = process.env.npm_execpath;
  const [program, first] = path?.endsWith('.js')
    ? [process.execPath, [path]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const child = spawn(program, [...first, ...command, ...flags], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: program.endsWith('.cmd'),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((done) => {
    child.once('error', (error) => done(String(error)));
    child.once('close', (code) => done(code === 0 ? undefined : said));
  });
}

/** Two commands started together in a fresh clone install once. The lock of a process that died is taken over. */
async function lock(folder) {
  const place = join(root, '.grappe', `install-${relative(root, folder).replaceAll(/\W/g, '-') || 'project'}.pid`);
  mkdirSync(join(root, '.grappe'), { recursive: true });
  while (!taken(place)) await pause(250);
  return () => rmSync(place, { force: true });
}

function taken(place) {
  try {
    writeFileSync(place, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!alive(holder(place))) rmSync(place, { force: true });
    return false;
  }
}

/** The process that holds it; an unwritten or vanished file counts as held, and is looked at again. */
function holder(place) {
  return existsSync(place) ? Number(readFileSync(place, 'utf8')) : process.pid;
}

function alive(pid) {
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
