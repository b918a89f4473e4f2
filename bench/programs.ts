import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of the project as a process of its own. */
export interface RunningProgram {
  readonly pid: number;
  /** The line in which it said that it is ready. */
  readonly ready: { readonly url?: string };
  stop(): Promise<void>;
}

/** Runs an entry until it writes a line of JSON with `"msg":"ready"`; its errors are shown as they are. @throws Error when it ends before */
export async function startProgram(entry: string, settings: Readonly<Record<string, string>>): Promise<RunningProgram> {
  const args = [...process.execArgv, 'infra/scripts/run.mjs', entry];
  const env = { ...process.env, HOST: '127.0.0.1', PORT: '0', ...settings };
  const program = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  const ready = await new Promise<RunningProgram['ready']>((resolve, reject) => {
    createInterface(program.stdout).on('line', (line) => {
      if (line.includes('"msg":"ready"')) resolve(JSON.parse(line) as RunningProgram['ready']);
    });
    void ended.then(() => reject(new Error(`${entry} does not start`)));
  });
  return {
    pid: program.pid ?? 0,
    ready,
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
    },
  };
}
