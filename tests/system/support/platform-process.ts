import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '#infra/local';
import { eventually } from '#libs/kernel/waiting/testing';
import type { PlatformAddress } from '#infra/local';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const READY_MS = 200_000;

/** The platform as `npm start` runs it: a process of its own on a data folder with its embedded PostgreSQL. */
export class PlatformProcess {
  #errors = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly dataFolder: string,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
  }

  static spawn(dataFolder: string, environment: Readonly<Record<string, string>> = {}): PlatformProcess {
    const entry = [join(root, 'infra/scripts/run.mjs'), join(root, 'apps/platform/src/main.ts'), '--local'];
    const settings = { DATA_FOLDER: dataFolder, PORT: '0', LOG_LEVEL: 'silent', NODE_ENV: 'test', NODE_OPTIONS: '' };
    const { DATABASE_URL: _url, ...own } = process.env;
    const child = spawn(process.execPath, ['--max-semi-space-size=64', ...entry], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...own, ...settings, ...environment },
    });
    return new PlatformProcess(child, dataFolder);
  }

  /** Where it answers, once it does. @throws with what it said when it ended instead */
  async ready(): Promise<PlatformAddress> {
    let address: PlatformAddress | undefined;
    const answers = async (): Promise<boolean> => {
      if (this.hasEnded) throw new Error(`the platform ended before it was ready:\n${this.#errors}`);
      address = await readAddress(this.dataFolder);
      return address !== undefined && address.pid === this.child.pid;
    };
    await eventually('the platform says where it is', answers, { deadlineMs: READY_MS });
    if (address === undefined) throw new Error('the address is there once the wait is over');
    return address;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /**
   * Ends it and waits until it is gone; gives its exit code, null after a SIGKILL.
   * @throws with what it said when it had ended by itself, of an error
   */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!this.hasEnded) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    } else if (this.child.exitCode !== 0 && this.child.exitCode !== null) {
      throw new Error(`the platform ended by itself with ${String(this.child.exitCode)}:\n${this.#errors}`);
    }
    return this.child.exitCode;
  }
}

async function readAddress(dataFolder: string): Promise<PlatformAddress | undefined> {
  try {
    return JSON.parse(await readFile(join(dataFolder, 'platform.json'), 'utf8')) as PlatformAddress;
  } catch {
    // Not there yet, or half written.
    return undefined;
  }
}

/** A folder for a platform's data that the account of the database server can enter. */
export async function newDataFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'grappe-system-')));
  await chmod(folder, 0o755);
  return folder;
}

/** Kills the postmaster of a data folder as a power cut would; its children end by themselves. */
export async function killServer(dataFolder: string): Promise<void> {
  const file = await readFile(join(dataFolder, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  process.kill(Number(file.split('\n')[0]), 'SIGKILL');
}

/** Stops the server of a data folder, whatever state a killed platform left it in, and removes the folder. */
export async function removeDataFolder(dataFolder: string): Promise<void> {
  const server = await startPostgres({ dataFolder: join(dataFolder, 'postgres') });
  await server.stop();
  await rm(dataFolder, { recursive: true, force: true });
}
