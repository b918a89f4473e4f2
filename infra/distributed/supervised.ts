import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Backoff, pause, type BackoffSettings } from '../local/index.ts';

export interface ProgramToRun {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Resolves to true once it can be used. */
  readonly isReady: () => Promise<boolean>;
  /** Hears of starts, deaths and the last lines of a program that died. */
  readonly onReport: (line: string) => void;
  /** Gets everything that it writes. Default: only its last words are kept, for reports. */
  readonly logFile?: string | undefined;
  readonly backoff?: BackoffSettings | undefined;
  /** How long an orderly stop may take before it is killed. Default: 20,000 ms. */
  readonly stopTimeoutMs?: number | undefined;
}

const STOP_TIMEOUT_MS = 20_000;
const READY_POLL_MS = 50;
const KEPT_OUTPUT = 4_000;

/** A program that is started again whenever it ends by itself, after a wait that doubles. */
export class Supervised {
  #child: ChildProcess | undefined;
  #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #restarts = 0;
  /** The last words of the life that spoke last. */
  #said = '';

  constructor(private readonly program: ProgramToRun) {}

  get name(): string {
    return this.program.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Starts it, and resolves once it can be used. @throws with what it said when its first life ends before; the reason of an abort */
  async start(signal?: AbortSignal): Promise<void> {
    this.#running = this.#watch();
    while (!(await this.program.isReady())) {
      signal?.throwIfAborted();
      if (this.#restarts > 0 || this.#stopping.signal.aborted) {
        throw new Error(`${this.name} does not start:\n${this.#said.trimEnd()}`);
      }
      await delay(READY_POLL_MS);
    }
  }

  /** Asks it to end, and waits until it has; one that does not is killed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child !== undefined && isAlive(child)) {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const { stopTimeoutMs = STOP_TIMEOUT_MS } = this.program;
      const kill = setTimeout(() => {
        this.program.onReport(`${this.name} does not stop: killed`);
        child.kill('SIGKILL');
      }, stopTimeoutMs);
      await ended;
      clearTimeout(kill);
    }
    await this.#running;
  }

  async #watch(): Promise<void> {
    const backoff = new Backoff(this.program.backoff);
    const { signal } = this.#stopping;
    for (;;) {
      const began = performance.now();
      const how = await this.#live();
      if (signal.aborted) return;
      const waitMs = backoff.after(performance.now() - began);
      const last = this.#said.trimEnd().split('\n').at(-1) ?? '';
      this.program.onReport(
        `${this.name} ended (${how}); starting it again in ${String(waitMs)} ms. ${last}`.trimEnd(),
      );
      this.#restarts += 1;
      if (!(await pause(waitMs, signal))) return;
    }
  }

  /** One life of the program; gives how it ended. */
  async #live(): Promise<string> {
    const { command, cwd, environment, logFile } = this.program;
    const [file, ...args] = command;
    let said = '';
    // In a group of its own: an interruption from the keyboard reaches the launcher only, which stops all in order.
    const log = logFile === undefined ? undefined : openSync(logFile, 'a');
    const options = { cwd, env: environment, detached: true } as const;
    const child = spawn(file, args, { ...options, stdio: ['ignore', log ?? 'ignore', 'pipe'] });
    if (log !== undefined) closeSync(log);
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-KEPT_OUTPUT);
      this.#said = said;
      if (logFile !== undefined) appendFileSync(logFile, chunk);
    });
    const failed = once(child, 'error').then(([error]) => String(error));
    const closed = once(child, 'close').then(([code, signal]) => String(signal ?? `exit code ${String(code)}`));
    return await Promise.race([failed, closed]);
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
